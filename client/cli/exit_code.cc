#include "client/cli/exit_code.h"

#include <algorithm>

#include "client/client_error.h"

namespace admf {

ExitCode ExitCodeFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kSuccess;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kUsage;
    case absl::StatusCode::kUnimplemented:
      // With a reason the daemon says that it does not run such a workflow;
      // without one there is no such method, so it is no daemon of ours.
      return GetClientErrorDetails(status).reason.empty() ? ExitCode::kServer
                                                          : ExitCode::kUsage;
    default:
      return ExitCode::kServer;
  }
}

ExitCode ExitCodeFor(v1::WorkflowState state) {
  return state == v1::WORKFLOW_STATE_FAILED ||
                 state == v1::WORKFLOW_STATE_CANCELLED
             ? ExitCode::kWorkflowFailed
             : ExitCode::kSuccess;
}

ExitCode Worst(ExitCode a, ExitCode b) { return std::max(a, b); }

}  // namespace admf
