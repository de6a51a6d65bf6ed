#include "client/cli/gate/gate_request_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace admf {
namespace {

v1::SubmitWorkflowRequest Request(const std::string& yaml) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(yaml);
  return request;
}

v1::SubmitWorkflowRequest WithOverrides(v1::SubmitWorkflowRequest request) {
  auto& overrides = *request.mutable_workflow()->mutable_parameter_overrides();
  overrides["slow_period"] = "30";
  overrides["fast_period"] = "12";
  return request;
}

// The digests are those of Python's hashlib over `SIZE:TEXT` for each part:
// the text, names and values in order, `priority N`.
TEST(GateRequestIdTest, IsTheDigestOfTheContent) {
  EXPECT_EQ(
      GateRequestId(Request("workflow: {}\n"), 1),
      "gate-bfc6b81c5d9dd6e86580b5a2e45ef8e553ccd44b9ceea399edcd2ac6a62e02b8");
  v1::SubmitWorkflowRequest request = WithOverrides(Request("workflow: {}\n"));
  request.set_priority(5);
  EXPECT_EQ(
      GateRequestId(request, 1),
      "gate-8f62e4a6388e4ee82f4a64abeb61a69f0e8af029f390c59b6b82d60a890f888f");
}

TEST(GateRequestIdTest, TheNameOfTheFileDoesNotCount) {
  v1::SubmitWorkflowRequest request = Request("workflow: {}\n");
  request.mutable_workflow()->set_file_name("/builds/17/goog.yaml");
  EXPECT_EQ(GateRequestId(request, 1),
            GateRequestId(Request("workflow: {}\n"), 1));
}

TEST(GateRequestIdTest, EverythingElseDoes) {
  v1::SubmitWorkflowRequest urgent = Request("a");
  urgent.set_priority(5);
  const std::set<std::string> ids = {
      GateRequestId(Request("a"), 1),
      GateRequestId(Request("b"), 1),
      GateRequestId(WithOverrides(Request("a")), 1),
      GateRequestId(urgent, 1),
      GateRequestId(Request("a"), 2),
      GateRequestId(Request("a"), 3)};
  EXPECT_EQ(ids.size(), 6u);
}

TEST(GateRequestIdTest, FitsIntoWhatADaemonTakes) {
  EXPECT_LE(GateRequestId(Request("a"), 1000000).size(), 128u);
}

}  // namespace
}  // namespace admf
