#include "managers/workflow_manager_factory.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace admf {

using admf::v1::WorkflowType;

std::string YamlName(WorkflowType type) {
  // A newer client may know more types.
  if (!WorkflowType_IsValid(type)) return absl::StrCat(type);
  std::string name = WorkflowType_Name(type);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "WORKFLOW_TYPE_"));
}

WorkflowManagerFactory::WorkflowManagerFactory(
    std::vector<std::unique_ptr<WorkflowManager>> managers) {
  for (auto& manager : managers) {
    const WorkflowType type = manager->type();
    managers_[type] = std::move(manager);
  }
}

absl::StatusOr<const WorkflowManager*> WorkflowManagerFactory::Get(
    WorkflowType type) const {
  const auto found = managers_.find(type);
  if (found != managers_.end()) return found->second.get();
  const std::string runnable = absl::StrJoin(
      Types(), ", ", [](std::string* out, WorkflowType runnable_type) {
        absl::StrAppend(out, YamlName(runnable_type));
      });
  return absl::UnimplementedError(
      absl::StrCat("this server can't run workflows of type ", YamlName(type),
                   "; it runs: ", runnable));
}

std::vector<WorkflowType> WorkflowManagerFactory::Types() const {
  std::vector<WorkflowType> types;
  for (const auto& [type, manager] : managers_) types.push_back(type);
  return types;
}

}  // namespace admf
