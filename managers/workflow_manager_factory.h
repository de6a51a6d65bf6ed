#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Finds the manager of a workflow type. Constant after construction,
/// thread-safe.
class WorkflowManagerFactory {
 public:
  /// `managers` have different types; built_in_managers.h makes those of a
  /// daemon.
  explicit WorkflowManagerFactory(
      std::vector<std::unique_ptr<WorkflowManager>> managers);

  /// UNIMPLEMENTED with the types that can be run if `type` can't.
  absl::StatusOr<const WorkflowManager*> Get(admf::v1::WorkflowType type) const;

  /// The types that this build can run.
  std::vector<admf::v1::WorkflowType> Types() const;

 private:
  std::map<admf::v1::WorkflowType, std::unique_ptr<WorkflowManager>> managers_;
};

/// The name of a value in YAML: `WORKFLOW_TYPE_BACKTEST` is `backtest`.
std::string YamlName(admf::v1::WorkflowType type);

}  // namespace admf
