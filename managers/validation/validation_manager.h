#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "managers/backtest/backtest_manager.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Tests whether the outcome of a backtest, or of a search, can be trusted:
///
///   INITIALIZATION    the strategy, and what a search varies
///   DATA_PREPARATION  the bars, cut as the method says
///   COMPUTATION       the tasks of the method, each one a checkpoint
///   VALIDATION        one task is done again, and has to come to the same; of
///                     methods that test one run, this is run as a backtest
///   AGGREGATION       what the tasks come to together, and the verdict
///   FINALIZATION      the tables are kept
class ValidationManager : public WorkflowManager {
 public:
  /// `data_root` outlives the manager.
  explicit ValidationManager(const DataRoot* data_root)
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
