#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "coordinator/limits.h"
#include "managers/workflow_manager.h"
#include "managers/workflow_manager_factory.h"

namespace admf {

/// A configuration after the look at it.
struct ValidatedWorkflow {
  /// Defaults filled in, as far as there are no problems.
  admf::v1::WorkflowConfig config;
  /// Everything that is wrong; the rest is of use only if this is empty.
  std::vector<ConfigProblem> problems;
  std::string config_digest;
  /// Not owned.
  const WorkflowManager* manager = nullptr;
};

/// Looks at configurations before anything is started. Constant, thread-safe.
class WorkflowValidator {
 public:
  /// `managers` outlives the validator.
  WorkflowValidator(const WorkflowManagerFactory* managers,
                    const Limits& limits)
      : managers_(managers), limits_(limits) {}

  /// All problems of the configuration at once. UNIMPLEMENTED for a type that
  /// this build can't run, whatever else is wrong.
  absl::StatusOr<ValidatedWorkflow> Validate(
      admf::v1::WorkflowConfig config) const;

 private:
  void CheckLabels(const admf::v1::WorkflowConfig& config,
                   std::vector<ConfigProblem>* problems) const;
  void ResolveInfrastructure(admf::v1::InfrastructureConfig* config,
                             std::vector<ConfigProblem>* problems) const;

  const WorkflowManagerFactory* const managers_;
  const Limits limits_;
};

}  // namespace admf
