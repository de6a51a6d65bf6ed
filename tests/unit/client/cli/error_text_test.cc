#include "client/cli/error_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client/client_error.h"
#include "google/rpc/error_details.pb.h"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kServer[] = "127.0.0.1:50051";

TEST(ErrorTextTest, AnUnreachableDaemonComesWithAdvice) {
  EXPECT_EQ(
      ErrorText(absl::UnavailableError("connect: Connection refused (111)"),
                kServer),
      "admf: no daemon answers at 127.0.0.1:50051; start one with `admfd` or "
      "name another with --server or ADMF_SERVER\n");
}

TEST(ErrorTextTest, SaysWhatElseKeepsTheConnectionFromBeingMade) {
  EXPECT_THAT(ErrorText(absl::UnavailableError("DNS resolution failed"), "x"),
              HasSubstr("the connection says: DNS resolution failed"));
}

TEST(ErrorTextTest, ADaemonThatRefusesIsNotUnreachable) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(5);
  const absl::Status status = ToAbslStatus(
      MakeError(grpc::StatusCode::UNAVAILABLE, "the daemon is shutting down",
                MakeErrorInfo("SHUTTING_DOWN"), retry));
  EXPECT_EQ(ErrorText(status, kServer),
            "admf: the daemon is shutting down [SHUTTING_DOWN]\n"
            "admf: try again in 5.0 s\n");
}

TEST(ErrorTextTest, ALateAnswerComesWithAdvice) {
  EXPECT_THAT(
      ErrorText(absl::DeadlineExceededError("Deadline Exceeded"), kServer),
      HasSubstr("--timeout"));
}

TEST(ErrorTextTest, AnotherServiceIsNoDaemon) {
  EXPECT_THAT(ErrorText(absl::UnimplementedError("unknown"), kServer),
              HasSubstr("127.0.0.1:50051 is no ADMF daemon"));
}

TEST(ErrorTextTest, EachViolationHasALine) {
  google::rpc::BadRequest bad_request;
  auto* first = bad_request.add_field_violations();
  first->set_field("workflow.type");
  first->set_description("goog.yaml:2:9: there is no 'bactest'");
  auto* second = bad_request.add_field_violations();
  second->set_field("workflow.data_config");
  second->set_description("is required");
  const absl::Status status = ToAbslStatus(MakeError(
      grpc::StatusCode::INVALID_ARGUMENT, "the configuration has 2 problems",
      bad_request, MakeErrorInfo("INVALID_CONFIGURATION")));
  EXPECT_EQ(ErrorText(status, kServer),
            "goog.yaml:2:9: workflow.type: there is no 'bactest'\n"
            "workflow.data_config: is required\n"
            "admf: the configuration is invalid, and nothing was started; mend "
            "what is listed above [INVALID_CONFIGURATION]\n");
}

TEST(ErrorTextTest, LinesOfAViolationStay) {
  EXPECT_EQ(ViolationText({"workflow.rule",
                           "a.yaml:2:9: column 3: what\n    a\x1b b\n      ^"}),
            "a.yaml:2:9: workflow.rule: column 3: what\n    a? b\n      ^");
}

TEST(ErrorTextTest, ControlCharactersAreMadeHarmless) {
  const absl::Status status = ToAbslStatus(MakeError(
      grpc::StatusCode::INTERNAL, "a\x1b[31mb", MakeErrorInfo("INTERNAL")));
  EXPECT_THAT(ErrorText(status, kServer), Not(HasSubstr("\x1b")));
}

TEST(ViolationTextTest, KeepsAFieldThatTheDescriptionBeginsWith) {
  EXPECT_EQ(ViolationText({"workflow.name", "f.yaml:1:2: workflow.name: long"}),
            "f.yaml:1:2: workflow.name: long");
}

TEST(ViolationTextTest, FindsThePositionBehindColonsOfTheName) {
  EXPECT_EQ(ViolationText({"a.b", "c:1/f.yaml:12:5: bad"}),
            "c:1/f.yaml:12:5: a.b: bad");
}

TEST(ViolationTextTest, NoPositionIsNoPosition) {
  EXPECT_EQ(ViolationText({"a.b", "must be below 12:30"}),
            "a.b: must be below 12:30");
  EXPECT_EQ(ViolationText({"", "no field"}), "no field");
}

TEST(ViolationTextTest, OfAValidationHasThePositionOnce) {
  v1::Violation violation;
  violation.set_field("a.b");
  violation.set_file_name("f.yaml");
  violation.set_line(12);
  violation.set_column(5);
  violation.set_description("bad");
  EXPECT_EQ(ViolationText(violation), "f.yaml:12:5: a.b: bad");
  violation.set_description("f.yaml:12:5: bad");
  EXPECT_EQ(ViolationText(violation), "f.yaml:12:5: a.b: bad");
}

TEST(WorkflowErrorTextTest, NamesTheReason) {
  google::rpc::Status error;
  error.set_message("GOOG.csv is missing");
  EXPECT_EQ(WorkflowErrorText(error), "GOOG.csv is missing");
  error.add_details()->PackFrom(MakeErrorInfo("DATA_NOT_FOUND"));
  EXPECT_EQ(WorkflowErrorText(error), "GOOG.csv is missing [DATA_NOT_FOUND]");
}

}  // namespace
}  // namespace admf
