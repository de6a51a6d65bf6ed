#include "engine/validation/acceptance.h"

#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Metrics SomeMetrics() {
  return {.values = {{"sharpe_ratio", 1.5}, {"max_drawdown", -0.2}},
          .undefined = {{"win_rate", "there is no closed trade"}}};
}

CriterionOutcome JudgeOne(const Criterion& criterion) {
  const Judgement judgement = Judge({&criterion, 1}, SomeMetrics());
  EXPECT_EQ(judgement.outcomes.size(), 1);
  EXPECT_EQ(judgement.passed(), judgement.outcomes[0].passed);
  EXPECT_EQ(judgement.outcomes[0].passed, judgement.outcomes[0].reason.empty());
  return judgement.outcomes[0];
}

TEST(JudgeTest, BoundsAreInclusive) {
  EXPECT_TRUE(JudgeOne({.metric = "sharpe_ratio", .min = 1.5}).passed);
  EXPECT_TRUE(JudgeOne({.metric = "sharpe_ratio", .max = 1.5}).passed);
  EXPECT_FALSE(JudgeOne({.metric = "sharpe_ratio", .min = 1.6}).passed);
  EXPECT_FALSE(JudgeOne({.metric = "sharpe_ratio", .max = 1.4}).passed);
  EXPECT_TRUE(JudgeOne({.metric = "sharpe_ratio", .min = 1, .max = 2}).passed);
  EXPECT_FALSE(
      JudgeOne({.metric = "sharpe_ratio", .min = 1, .max = 1.2}).passed);
}

TEST(JudgeTest, SaysWhatIsWrong) {
  const auto low = JudgeOne({.metric = "sharpe_ratio", .min = 2});
  EXPECT_EQ(low.value, 1.5);
  EXPECT_EQ(low.reason, "sharpe_ratio is 1.5, below 2");
  EXPECT_EQ(JudgeOne({.metric = "max_drawdown", .max = -0.25}).reason,
            "max_drawdown is -0.2, above -0.25");
}

TEST(JudgeTest, AnUndefinedMetricIsNotPassed) {
  const auto outcome = JudgeOne({.metric = "win_rate", .max = 1});
  EXPECT_FALSE(outcome.passed);
  EXPECT_FALSE(outcome.value.has_value());
  EXPECT_EQ(outcome.reason, "win_rate is undefined: there is no closed trade");
}

TEST(JudgeTest, AnUnknownMetricIsNotPassed) {
  EXPECT_THAT(JudgeOne({.metric = "sharp_ratio", .min = 0}).reason,
              HasSubstr("is it sharpe_ratio?"));
  EXPECT_THAT(JudgeOne({.metric = "win_rat", .min = 0}).reason,
              HasSubstr("is it win_rate?"));
  EXPECT_EQ(JudgeOne({.metric = "weather", .min = 0}).reason,
            "there is no metric weather here");
}

TEST(JudgeTest, EveryCriterionMustBePassed) {
  const std::vector<Criterion> criteria = {
      {.metric = "max_drawdown", .min = -0.3},
      {.metric = "sharpe_ratio", .min = 2},
      {.metric = "sharpe_ratio", .min = 1}};
  const Judgement judgement = Judge(criteria, SomeMetrics());
  EXPECT_FALSE(judgement.passed());
  ASSERT_EQ(judgement.outcomes.size(), 3);
  EXPECT_TRUE(judgement.outcomes[0].passed);
  EXPECT_FALSE(judgement.outcomes[1].passed);
  EXPECT_TRUE(judgement.outcomes[2].passed);
  EXPECT_EQ(judgement.outcomes[2].criterion.min, 1);
}

TEST(JudgeTest, NothingIsAskedOfNothing) {
  const Judgement judgement = Judge({}, SomeMetrics());
  EXPECT_TRUE(judgement.passed());
  EXPECT_THAT(judgement.outcomes, IsEmpty());
}

TEST(JudgeTest, NoBoundIsPassedByNothingKnown) {
  const Metrics metrics = {
      .values = {{"x", std::numeric_limits<double>::quiet_NaN()}},
      .undefined = {}};
  const Criterion low = {.metric = "x", .min = -1};
  const Criterion high = {.metric = "x", .max = 1};
  EXPECT_FALSE(Judge({&low, 1}, metrics).passed());
  EXPECT_FALSE(Judge({&high, 1}, metrics).passed());
}

}  // namespace
}  // namespace admf
