#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Runs one strategy over the historical bars of one symbol, or of several with
/// one account (portfolio_phases.h):
///
///   INITIALIZATION    the strategy is made from the catalogue
///   DATA_PREPARATION  the bars are loaded and checked
///   COMPUTATION       indicators, decisions, execution
///   VALIDATION        the accounts are recomputed from the fills and compared
///   AGGREGATION       metrics, and the verdict if something is required
///   FINALIZATION      trades, fills and equity are kept as artifacts
class BacktestManager : public WorkflowManager {
 public:
  /// `data_root` outlives the manager.
  explicit BacktestManager(const DataRoot* data_root) : data_root_(data_root) {}

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
};

}  // namespace admf
