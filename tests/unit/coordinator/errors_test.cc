#include "coordinator/errors.h"

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

template <typename Detail>
std::optional<Detail> DetailOf(const google::rpc::Status& status) {
  Detail detail;
  for (const auto& any : status.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

TEST(ErrorsTest, EveryErrorHasAnErrorInfo) {
  const google::rpc::Status named = ToRpcStatus(
      MakeError(absl::StatusCode::kNotFound, reason::kWorkflowNotFound,
                "there is none", {{"workflow_id", "wf-1"}}));
  EXPECT_EQ(named.code(), 5);
  EXPECT_EQ(named.message(), "there is none");
  const auto info = DetailOf<google::rpc::ErrorInfo>(named);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "WORKFLOW_NOT_FOUND");
  EXPECT_EQ(info->domain(), "admf.dev");
  EXPECT_EQ(info->metadata().at("workflow_id"), "wf-1");

  const google::rpc::Status plain =
      ToRpcStatus(absl::UnavailableError("gone"), reason::kEnvironment);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(plain)->reason(),
            "ENVIRONMENT_FAILED");
}

TEST(ErrorsTest, RetryInfoKeepsFractionsOfASecond) {
  const google::rpc::Status status = ToRpcStatus(
      WithRetry(absl::UnavailableError("later"), absl::Milliseconds(1500)));
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 500'000'000);
  EXPECT_TRUE(DetailOf<google::rpc::ErrorInfo>(status).has_value());
}

TEST(ErrorsTest, InvalidConfigurationHasEveryProblem) {
  const absl::Status status = InvalidConfiguration(
      {{"workflow.type", "a.yaml:1:2: wrong"}, {"workflow.name", "too long"}});
  EXPECT_EQ(ReasonOf(status), "INVALID_CONFIGURATION");
  EXPECT_NE(status.message().find("2 problems"), std::string::npos);
  EXPECT_NE(status.message().find("a.yaml:1:2: wrong"), std::string::npos);
  const auto bad = DetailOf<google::rpc::BadRequest>(ToRpcStatus(status));
  ASSERT_TRUE(bad.has_value());
  ASSERT_EQ(bad->field_violations_size(), 2);
  EXPECT_EQ(bad->field_violations(1).field(), "workflow.name");
  EXPECT_EQ(bad->field_violations(1).description(), "too long");
}

TEST(ErrorsTest, DetailsFitIntoTrailingMetadata) {
  std::vector<FieldProblem> problems(
      5'000, {"workflow.some.long.path", std::string(500, 'x')});
  const google::rpc::Status status =
      ToRpcStatus(InvalidConfiguration(problems));
  // gRPC clients accept 8 KiB of metadata, in base64.
  EXPECT_LT(status.ByteSizeLong(), 6'000u);
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  const auto& last = bad->field_violations(bad->field_violations_size() - 1);
  EXPECT_NE(last.description().find("more problems"), std::string::npos);
}

}  // namespace
}  // namespace admf
