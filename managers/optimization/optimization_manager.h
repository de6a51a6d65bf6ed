#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "managers/backtest/backtest_manager.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Searches for the parameters of a backtest:
///
///   INITIALIZATION    the strategy, the parameter space, the constraints
///   DATA_PREPARATION  the bars, and their market regimes if they are asked for
///   COMPUTATION       the trials; a checkpoint after every slice of them
///   VALIDATION        the best trial is run as a backtest of its own, whose
///                     accounts are recomputed, and has to come to the same
///   AGGREGATION       its metrics, and what the search says of them
///   FINALIZATION      trades, fills and equity of the best trial are kept
///
/// The best trial is run by the manager of backtests, in the components of
/// backtests: it is one.
class OptimizationManager : public WorkflowManager {
 public:
  /// `data_root` outlives the manager.
  explicit OptimizationManager(const DataRoot* data_root)
      : data_root_(data_root), backtests_(data_root) {}

  admf::v1::WorkflowType type() const override;
  void Resolve(admf::v1::WorkflowConfig* config,
               std::vector<ConfigProblem>* problems) const override;
  std::vector<PhasePlan> Phases(
      const admf::v1::WorkflowConfig& config) const override;
  std::vector<ComponentSpec> Components() const override;
  absl::StatusOr<PhaseOutcome> ExecutePhase(
      admf::v1::WorkflowPhase phase, ExecutionContext& context) const override;

 private:
  const DataRoot* const data_root_;
  const BacktestManager backtests_;
};

}  // namespace admf
