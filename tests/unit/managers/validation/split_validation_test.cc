#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

TEST(SplitValidationTest, TheTableHasEveryPeriod) {
  // Four groups of five days from 1970-01-01 on.
  const auto findings =
      ValidationRun(RandomWalk(20, 1),
                    "method: VALIDATION_METHOD_CPCV groups: 4 purge_bars: 1")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  using Texts = std::vector<std::string>;
  const auto train = ColumnOf<Texts>(*findings, "splits", "train_periods");
  const auto test = ColumnOf<Texts>(*findings, "splits", "test_periods");
  ASSERT_EQ(test.size(), 6u);
  // The first two groups, and the first and the third one.
  EXPECT_EQ(test[0], "1970-01-01T00:00:00Z/1970-01-10T00:00:00Z");
  EXPECT_EQ(train[0], "1970-01-12T00:00:00Z/1970-01-20T00:00:00Z");
  EXPECT_EQ(test[1],
            "1970-01-01T00:00:00Z/1970-01-05T00:00:00Z "
            "1970-01-11T00:00:00Z/1970-01-15T00:00:00Z");
  EXPECT_EQ(train[1],
            "1970-01-07T00:00:00Z/1970-01-09T00:00:00Z "
            "1970-01-17T00:00:00Z/1970-01-20T00:00:00Z");
}

TEST(SplitValidationTest, WarnsIfNothingWasTraded) {
  // Averages of 20 bars need more than 15.
  const auto findings =
      ValidationRun(RandomWalk(15, 1), "method: VALIDATION_METHOD_TRAIN_TEST")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_THAT(findings->warnings, Contains(HasSubstr("nothing was traded")));
}

TEST(SplitValidationTest, TestsTogetherEarnAsMuchAsTheRunThatJoinsThem) {
  // Twenty tests of ten days: a plain mean of their returns of a year would be
  // far away.
  const auto findings =
      ValidationRun(RandomWalk(300, 10),
                    "method: VALIDATION_METHOD_WALK_FORWARD train_bars: 100 "
                    "test_bars: 10")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const auto& values = findings->metrics.values;
  ASSERT_EQ(values.at("split_count"), 20);
  const double joined = values.at("annual_return");
  EXPECT_GT(std::abs(joined), 0.02);
  // The first return of each test is that of its entry, as in a run of its own.
  EXPECT_NEAR(values.at("mean_out_of_sample_annual_return"), joined,
              0.15 * std::abs(joined));
  const auto tests = ColumnOf<std::vector<double>>(
      *findings, "splits", "out_of_sample_annual_return");
  double sum = 0;
  for (const double one : tests) sum += one;
  EXPECT_GT(std::abs(sum / 20 - joined), std::abs(joined));
  EXPECT_NEAR(values.at("walk_forward_efficiency"),
              values.at("mean_out_of_sample_annual_return") /
                  values.at("mean_in_sample_annual_return"),
              1e-12);
}

TEST(SplitValidationTest, ASplitThatLosesEverythingLeavesNoMean) {
  // The jump of bar 80 is in the second half of 120 bars.
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_direction(v1::DIRECTION_SHORT_ONLY);
  const auto findings =
      ValidationRun(ShortSqueeze(), "method: VALIDATION_METHOD_K_FOLD folds: 2",
                    "", run)
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const Metrics& metrics = findings->metrics;
  for (const std::string metric : {"sharpe_ratio", "annual_return"}) {
    EXPECT_EQ(metrics.undefined.at("mean_in_sample_" + metric),
              "split 0 loses everything in sample");
    EXPECT_EQ(metrics.undefined.at("mean_out_of_sample_" + metric),
              "split 1 loses everything out of sample");
  }
  EXPECT_THAT(metrics.undefined.at("walk_forward_efficiency"),
              HasSubstr("loses everything"));
}

TEST(SplitValidationTest, PathsWithoutASharpeRatioAreTheWorst) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_direction(v1::DIRECTION_SHORT_ONLY);
  const auto findings =
      ValidationRun(ShortSqueeze(),
                    "method: VALIDATION_METHOD_CPCV groups: 4 test_groups: 2",
                    "", run)
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(findings->metrics.undefined.at("path_sharpe_ratio_p95"),
            "of 3 paths 3 have no Sharpe ratio, which ranks as the worst");
}

TEST(SplitValidationTest, OneFixedSetIsOneTrial) {
  for (const std::string method :
       {"method: VALIDATION_METHOD_K_FOLD folds: 10",
        "method: VALIDATION_METHOD_CPCV groups: 5 test_groups: 2"}) {
    const auto findings = ValidationRun(RandomWalk(300, 1), method).Run();
    ASSERT_TRUE(findings.ok()) << findings.status();
    EXPECT_EQ(findings->metrics.values.at("split_count"), 10);
    EXPECT_EQ(findings->trial_count, 1);
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

TEST(SplitValidationTest, ASearchEndsWithTheTrialThatStopsIt) {
  const std::string search =
      absl::StrCat(kNeverFeasible, "early_stopping { patience: 2 }");
  const auto findings =
      ValidationRun(RandomWalk(300, 1), kWalkForward, search).Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  // Two of three periods in each of the four windows.
  EXPECT_EQ(findings->trial_count, 8);
}

}  // namespace
}  // namespace admf
