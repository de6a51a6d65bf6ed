#include "containers/workflow_scope.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

// The id becomes part of a path.
bool IsWorkflowId(std::string_view id) {
  constexpr size_t kMaximumLength = 128;
  return !id.empty() && id.size() <= kMaximumLength &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_';
         });
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorkflowScope>> WorkflowScope::Create(
    WorkflowAssignment assignment, FileSystem* file_system,
    const std::string& scratch_root,
    std::shared_ptr<const SharedServices> services) {
  CHECK(file_system != nullptr);
  if (!IsWorkflowId(assignment.workflow_id)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", assignment.workflow_id, "' is not a workflow id: it must have 1 ",
        "to 128 letters, digits, '-' and '_'"));
  }
  if (assignment.memory_limit_bytes < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the memory limit of workflow ", assignment.workflow_id,
                     " is negative: ", assignment.memory_limit_bytes));
  }
  if (services == nullptr) services = std::make_shared<SharedServices>();
  return absl::WrapUnique(new WorkflowScope(std::move(assignment), file_system,
                                            scratch_root, std::move(services)));
}

WorkflowScope::WorkflowScope(WorkflowAssignment assignment,
                             FileSystem* file_system, std::string scratch_root,
                             std::shared_ptr<const SharedServices> services)
    : assignment_(std::move(assignment)),
      file_system_(file_system),
      scratch_root_(std::move(scratch_root)),
      services_(std::move(services)),
      memory_(assignment_.memory_limit_bytes) {}

absl::StatusOr<std::string> WorkflowScope::ScratchFolder() {
  MutexLock lock(&scratch_mutex_);
  if (ended_) {
    return absl::FailedPreconditionError(
        absl::StrCat("workflow ", workflow_id(), " has ended"));
  }
  if (scratch_folder_.empty()) {
    ASSIGN_OR_RETURN(
        scratch_folder_,
        file_system_->CreateUniqueDirectory(absl::StrCat(
            scratch_root_, "/", kScratchPrefix, workflow_id(), "-")));
  }
  return scratch_folder_;
}

absl::Status WorkflowScope::RemoveScratchFolder() {
  MutexLock lock(&scratch_mutex_);
  ended_ = true;
  if (scratch_folder_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(file_system_->RemoveAll(scratch_folder_));
  scratch_folder_.clear();
  return absl::OkStatus();
}

}  // namespace admf
