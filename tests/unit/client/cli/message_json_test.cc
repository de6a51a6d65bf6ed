#include "client/cli/message_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "admf/v1/workflow.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> KeysOf(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

TEST(MessageJsonTest, HasTheFieldNamesOfTheProto) {
  v1::WorkflowResult result;
  result.set_state(v1::WORKFLOW_STATE_SUCCEEDED);
  result.set_config_digest("abc");
  (*result.mutable_metrics())["sharpe_ratio"] = 0.5806232244;
  const auto json = MessageToJson(result);
  EXPECT_EQ(json["state"], "WORKFLOW_STATE_SUCCEEDED");
  EXPECT_EQ(json["config_digest"], "abc");
  EXPECT_EQ(json["metrics"]["sharpe_ratio"], 0.5806232244);
}

TEST(MessageJsonTest, HasFieldsWithoutAValue) {
  const auto json = MessageToJson(v1::WorkflowResult());
  EXPECT_EQ(json["result_digest"], "");
  EXPECT_EQ(json["degraded"], false);
  EXPECT_TRUE(json["metrics"].is_object());
  EXPECT_TRUE(json["warnings"].is_array());
  EXPECT_FALSE(json.contains("error"));
}

TEST(MessageJsonTest, SortsTheKeysOfMaps) {
  v1::WorkflowResult result;
  for (const char* name : {"zeta", "alpha", "mid", "beta"}) {
    (*result.mutable_metrics())[name] = 1;
  }
  EXPECT_THAT(KeysOf(MessageToJson(result)["metrics"]),
              ElementsAre("alpha", "beta", "mid", "zeta"));
}

TEST(MessageJsonTest, DoublesReadBackToTheSameBits) {
  v1::WorkflowResult result;
  (*result.mutable_metrics())["a"] = 0.1 + 0.2;
  (*result.mutable_metrics())["b"] = 51422.99;
  const auto json =
      nlohmann::ordered_json::parse(JsonText(MessageToJson(result)));
  EXPECT_EQ(json["metrics"]["a"].get<double>(), 0.1 + 0.2);
  EXPECT_EQ(json["metrics"]["b"].get<double>(), 51422.99);
}

TEST(MessageJsonTest, ShowsErrorDetailsThatAreKnown) {
  v1::WorkflowStatus status;
  status.mutable_error()->add_details()->PackFrom(MakeErrorInfo("NO_DATA"));
  const auto json = MessageToJson(status);
  EXPECT_EQ(json["error"]["details"][0]["reason"], "NO_DATA");
}

TEST(MessageJsonTest, LeavesOutErrorDetailsThatAreNot) {
  v1::WorkflowStatus status;
  auto* error = status.mutable_error();
  error->set_message("kept");
  error->add_details()->set_type_url("type.googleapis.com/other.Type");
  error->add_details()->PackFrom(MakeErrorInfo("NO_DATA"));
  error->add_details()->set_type_url("type.googleapis.com/another.Type");
  const auto json = MessageToJson(status);
  EXPECT_EQ(json["error"]["message"], "kept");
  ASSERT_EQ(json["error"]["details"].size(), 1u);
  EXPECT_EQ(json["error"]["details"][0]["reason"], "NO_DATA");
}

TEST(MessageJsonTest, TextIsIndentedAndLinesAreNot) {
  const nlohmann::ordered_json json = {{"a", 1}, {"b", {1, 2}}};
  EXPECT_EQ(JsonText(json),
            "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}\n");
  EXPECT_EQ(JsonLine(json), "{\"a\":1,\"b\":[1,2]}\n");
}

}  // namespace
}  // namespace admf
