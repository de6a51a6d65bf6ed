#include "client/cli/exit_code.h"

#include <gtest/gtest.h>

#include "client/client_error.h"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

TEST(ExitCodeTest, OfACall) {
  EXPECT_EQ(ExitCodeFor(absl::OkStatus()), ExitCode::kSuccess);
  for (const absl::Status& status :
       {absl::InvalidArgumentError(""), absl::NotFoundError(""),
        absl::AlreadyExistsError(""), absl::OutOfRangeError("")}) {
    EXPECT_EQ(ExitCodeFor(status), ExitCode::kUsage) << status;
  }
  for (const absl::Status& status :
       {absl::UnavailableError(""), absl::ResourceExhaustedError(""),
        absl::DeadlineExceededError(""), absl::FailedPreconditionError(""),
        absl::PermissionDeniedError(""), absl::UnauthenticatedError(""),
        absl::AbortedError(""), absl::CancelledError(""),
        absl::DataLossError(""), absl::InternalError(""),
        absl::UnknownError("")}) {
    EXPECT_EQ(ExitCodeFor(status), ExitCode::kServer) << status;
  }
}

TEST(ExitCodeTest, AWorkflowTypeThatDoesNotRunIsNoMissingMethod) {
  EXPECT_EQ(ExitCodeFor(ToAbslStatus(
                MakeError(grpc::StatusCode::UNIMPLEMENTED, "no optimization",
                          MakeErrorInfo("UNSUPPORTED_WORKFLOW_TYPE")))),
            ExitCode::kUsage);
  EXPECT_EQ(ExitCodeFor(absl::UnimplementedError("unknown method")),
            ExitCode::kServer);
}

TEST(ExitCodeTest, OfAWorkflow) {
  EXPECT_EQ(ExitCodeFor(v1::WORKFLOW_STATE_SUCCEEDED), ExitCode::kSuccess);
  EXPECT_EQ(ExitCodeFor(v1::WORKFLOW_STATE_FAILED), ExitCode::kWorkflowFailed);
  EXPECT_EQ(ExitCodeFor(v1::WORKFLOW_STATE_CANCELLED),
            ExitCode::kWorkflowFailed);
}

TEST(ExitCodeTest, TheWorstOfTwo) {
  EXPECT_EQ(Worst(ExitCode::kSuccess, ExitCode::kUsage), ExitCode::kUsage);
  EXPECT_EQ(Worst(ExitCode::kServer, ExitCode::kUsage), ExitCode::kServer);
  EXPECT_EQ(Worst(ExitCode::kVerdictFailed, ExitCode::kServer),
            ExitCode::kVerdictFailed);
}

}  // namespace
}  // namespace admf
