#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Has the manager of every workflow type that this build can run. Constant
/// after construction, thread-safe.
class WorkflowManagerFactory {
 public:
  /// `data_root` outlives the factory.
  explicit WorkflowManagerFactory(const DataRoot* data_root);
  /// A factory of these managers, for tests.
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
