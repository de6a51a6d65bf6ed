#include "client/cli/enum_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

TEST(EnumNamesTest, AreShortAndLowerCase) {
  EXPECT_EQ(ShortName(v1::WORKFLOW_STATE_QUEUED), "queued");
  EXPECT_EQ(ShortName(v1::WORKFLOW_PHASE_DATA_PREPARATION), "data_preparation");
}

TEST(EnumNamesTest, AValueOfALaterVersionIsItsNumber) {
  EXPECT_EQ(ShortName(static_cast<v1::WorkflowState>(77)), "77");
}

TEST(EnumNamesTest, ListsAllButUnspecified) {
  EXPECT_THAT(
      ShortEnumNames(*google::protobuf::GetEnumDescriptor<v1::WorkflowType>()),
      ElementsAre("backtest", "optimization", "live_trading", "analysis",
                  "validation"));
}

TEST(EnumNamesTest, ParsesInAnyCase) {
  EXPECT_EQ(*ParseShortName<v1::WorkflowType>("backtest"),
            v1::WORKFLOW_TYPE_BACKTEST);
  EXPECT_EQ(*ParseShortName<v1::WorkflowType>("Live_Trading"),
            v1::WORKFLOW_TYPE_LIVE_TRADING);
}

TEST(EnumNamesTest, RefusesWithTheValidNames) {
  const auto type = ParseShortName<v1::WorkflowType>("bactest");
  ASSERT_TRUE(absl::IsInvalidArgument(type.status()));
  EXPECT_EQ(std::string(type.status().message()),
            "there is no 'bactest' (did you mean 'backtest'?); choose from "
            "backtest, optimization, live_trading, analysis, validation");
  EXPECT_FALSE(ParseShortName<v1::WorkflowType>("unspecified").ok());
  EXPECT_FALSE(ParseShortName<v1::WorkflowType>("").ok());
}

}  // namespace
}  // namespace admf
