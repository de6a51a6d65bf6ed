#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/metrics/metric_values.h"
#include "tests/unit/managers/search/search_fixture.h"
#include "tests/unit/managers/validation/validation_fixture.h"

namespace admf {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr char kWalkForward[] =
    "method: VALIDATION_METHOD_WALK_FORWARD train_bars: 100 test_bars: 50";
constexpr char kPeriods[] = R"pb(
  parameter_space {
    key: "fast_period"
    value { string_value: "range(3, 5, 1)" }
  })pb";
/// No drawdown is above zero.
constexpr char kNeverFeasible[] = R"pb(
  parameter_space {
    key: "fast_period"
    value { string_value: "range(3, 5, 1)" }
  }
  constraints {
    struct_value {
      fields {
        key: "metric"
        value { string_value: "max_drawdown" }
      }
      fields {
        key: "min"
        value { number_value: 1 }
      }
    }
  })pb";

TEST(SplitValidationTest, AnAccountThatCouldNotTradeDefinesNothing) {
  for (const std::string method :
       {kWalkForward, "method: VALIDATION_METHOD_CPCV groups: 4"}) {
    SCOPED_TRACE(method);
    const auto findings =
        ValidationRun(RandomWalk(300, 1), method, kNeverFeasible).Run();
    ASSERT_TRUE(findings.ok()) << findings.status();
    const Metrics& metrics = findings->metrics;
    for (const char* name : {"max_drawdown", "final_equity", "trade_count",
                             "sharpe_ratio", "profitable_split_share"}) {
      EXPECT_FALSE(metrics.values.contains(name)) << name;
      EXPECT_THAT(metrics.undefined.at(name), HasSubstr("no split has"));
    }
    EXPECT_FALSE(metrics.values.contains("path_probability_of_loss"));
    EXPECT_GT(metrics.values.at("split_count"), 1);
    EXPECT_THAT(findings->warnings, Contains(HasSubstr("nothing is traded")));
  }
}

TEST(SplitValidationTest, TheTestsOfSplitsWithParametersAreTheRun) {
  const auto findings =
      ValidationRun(RandomWalk(300, 1), kWalkForward, kPeriods).Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_TRUE(findings->metrics.values.contains("max_drawdown"));
  // Three periods in each of the four windows.
  EXPECT_EQ(findings->trial_count, 12);
}

}  // namespace
}  // namespace admf
