#include "client/client_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ClientErrorTest, KeepsCodeAndMessage) {
  const absl::Status status = ToAbslStatus(
      grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "the queue is full"));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(), "the queue is full");
}

TEST(ClientErrorTest, SuccessIsSuccess) {
  EXPECT_TRUE(ToAbslStatus(grpc::Status::OK).ok());
}

TEST(ClientErrorTest, ReadsReasonMetadataAndDelay) {
  google::rpc::ErrorInfo info = MakeErrorInfo("QUEUE_FULL");
  (*info.mutable_metadata())["limit"] = "10000";
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(500000000);
  const ClientErrorDetails details = GetClientErrorDetails(ToAbslStatus(
      MakeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "full", info, retry)));
  EXPECT_EQ(details.reason, "QUEUE_FULL");
  EXPECT_EQ(details.domain, "admf.dev");
  EXPECT_THAT(details.metadata, ElementsAre(Pair("limit", "10000")));
  EXPECT_EQ(details.retry_delay, absl::Milliseconds(2500));
  EXPECT_THAT(details.violations, IsEmpty());
}

TEST(ClientErrorTest, ReadsViolationsInOrder) {
  google::rpc::BadRequest bad_request;
  for (const char* field : {"workflow.type", "workflow.name"}) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description(std::string("f.yaml:1:2: bad ") + field);
  }
  const ClientErrorDetails details = GetClientErrorDetails(ToAbslStatus(
      MakeError(grpc::StatusCode::INVALID_ARGUMENT, "invalid", bad_request)));
  ASSERT_EQ(details.violations.size(), 2u);
  EXPECT_EQ(details.violations[0].field, "workflow.type");
  EXPECT_EQ(details.violations[1].description, "f.yaml:1:2: bad workflow.name");
}

TEST(ClientErrorTest, NoDetailsWhereThereAreNone) {
  const ClientErrorDetails details =
      GetClientErrorDetails(absl::UnavailableError("connection refused"));
  EXPECT_EQ(details.reason, "");
  EXPECT_FALSE(details.retry_delay.has_value());
}

TEST(ClientErrorTest, BytesThatAreNoMessageAreNoDetails) {
  const absl::Status status = ToAbslStatus(
      grpc::Status(grpc::StatusCode::INTERNAL, "odd", "\xff\xff\xff"));
  EXPECT_EQ(GetClientErrorDetails(status).reason, "");
  EXPECT_EQ(status.message(), "odd");
}

TEST(ClientErrorTest, UnknownDetailsAreLeftOut) {
  google::rpc::Status message;
  message.add_details()->set_type_url("type.googleapis.com/other.Type");
  message.add_details()->PackFrom(MakeErrorInfo("KNOWN"));
  EXPECT_EQ(GetClientErrorDetails(message).reason, "KNOWN");
}

}  // namespace
}  // namespace admf
