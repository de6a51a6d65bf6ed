#include "engine/indicators/rolling_mean.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

TEST(RollingMeanTest, IsUndefinedUntilTheWindowIsFull) {
  RollingMean mean(3);
  EXPECT_TRUE(std::isnan(mean.Add(1)));
  EXPECT_TRUE(std::isnan(mean.Add(2)));
  EXPECT_EQ(mean.Add(3), 2);  // (1 + 2 + 3) / 3
  EXPECT_EQ(mean.Add(4), 3);  // (2 + 3 + 4) / 3
  EXPECT_EQ(mean.Add(8), 5);  // (3 + 4 + 8) / 3
}

TEST(RollingMeanTest, OfOneValueIsTheValue) {
  RollingMean mean(1);
  for (const double value : RandomCloses(1000, 1)) {
    ASSERT_EQ(mean.Add(value), value);
  }
}

TEST(RollingMeanTest, TakesValuesOfAnySign) {
  RollingMean mean(2);
  mean.Add(-3);
  EXPECT_EQ(mean.Add(1), -1);
  EXPECT_EQ(mean.Add(-1), 0);
}

TEST(RollingMeanTest, DependsOnTheWindowAlone) {
  // After another history: 100,000 other values, some a million times greater.
  const std::vector<double> other = RandomCloses(100'000, 2);
  const std::vector<double> values = RandomCloses(300, 3);
  for (const int period : {1, 2, 3, 20, 123, 300}) {
    RollingMean with_history(period), without(period);
    for (size_t i = 0; i < other.size(); ++i) {
      with_history.Add(i % 7 == 0 ? other[i] * 1e6 : other[i]);
    }
    for (size_t i = 0; i < values.size(); ++i) {
      const double a = with_history.Add(values[i]), b = without.Add(values[i]);
      if (i + 1 >= static_cast<size_t>(period)) {
        ASSERT_EQ(a, b) << period << " " << i;
      }
    }
  }
}

TEST(RollingMeanTest, FlatValuesHaveEqualMeansOfAllPeriods) {
  const std::vector<double> history = RandomCloses(5000, 4);
  for (int period = 1; period <= 250; ++period) {
    RollingMean mean(period);
    for (const double value : history) mean.Add(value);
    double last = 0;
    for (int i = 0; i < period; ++i) last = mean.Add(93.07);
    ASSERT_EQ(last, 93.07) << period;
  }
}

TEST(RollingMeanDeathTest, ChecksThePeriod) {
  EXPECT_DEATH(RollingMean(0), "broken invariant");
  EXPECT_DEATH(RollingMean(kLongestPeriod + 1), "broken invariant");
}

}  // namespace
}  // namespace admf
