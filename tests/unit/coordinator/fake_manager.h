#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "managers/workflow_manager.h"

namespace admf {

/// A manager whose phases do what a test says; three of them, the middle one
/// critical or not, and resumable in workflows of that name.
class FakeManager : public WorkflowManager {
 public:
  using Behaviour = std::function<absl::StatusOr<PhaseOutcome>(
      admf::v1::WorkflowPhase, ExecutionContext&)>;

  using Restore = std::function<absl::Status(const admf::v1::PhaseResult&,
                                             ExecutionContext&)>;

  explicit FakeManager(Behaviour behaviour, bool computation_critical = true,
                       Restore restore = {},
                       std::vector<ComponentSpec> components = {})
      : behaviour_(std::move(behaviour)),
        computation_critical_(computation_critical),
        restore_(std::move(restore)),
        components_(std::move(components)) {}

  admf::v1::WorkflowType type() const override {
    return v1::WORKFLOW_TYPE_BACKTEST;
  }
  void Resolve(admf::v1::WorkflowConfig* config,
               std::vector<ConfigProblem>* problems) const override {
    if (config->name() == "wrong") {
      problems->push_back({"workflow.name", "is wrong"});
    }
  }
  std::vector<PhasePlan> Phases(
      const admf::v1::WorkflowConfig& config) const override {
    return {{v1::WORKFLOW_PHASE_INITIALIZATION},
            {.phase = v1::WORKFLOW_PHASE_COMPUTATION,
             .critical = computation_critical_,
             .resumable = config.name() == "resumable"},
            {v1::WORKFLOW_PHASE_FINALIZATION}};
  }
  std::vector<ComponentSpec> Components() const override { return components_; }
  absl::StatusOr<PhaseOutcome> ExecutePhase(
      admf::v1::WorkflowPhase phase, ExecutionContext& context) const override {
    return behaviour_(phase, context);
  }
  absl::Status RestorePhase(const admf::v1::PhaseResult& finished,
                            ExecutionContext& context) const override {
    return restore_ ? restore_(finished, context) : absl::OkStatus();
  }

 private:
  const Behaviour behaviour_;
  const bool computation_critical_;
  const Restore restore_;
  const std::vector<ComponentSpec> components_;
};

}  // namespace admf
