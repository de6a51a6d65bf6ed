#include "engine/indicators/exponential_average.h"

#include <cmath>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ExponentialAverageTest, StandardHasTheWeightTwoOfPeriodPlusOne) {
  auto average = ExponentialAverage::Standard(3);  // weight 1 / 2
  EXPECT_TRUE(std::isnan(average.Add(2)));
  EXPECT_TRUE(std::isnan(average.Add(4)));
  EXPECT_EQ(average.Add(6), 4);  // (2 + 4 + 6) / 3
  EXPECT_EQ(average.Add(8), 6);  // 4 + (8 - 4) / 2
  EXPECT_EQ(average.Add(4), 5);  // 6 + (4 - 6) / 2
}

TEST(ExponentialAverageTest, WilderHasTheWeightOneOfPeriod) {
  auto average = ExponentialAverage::Wilder(4);
  EXPECT_TRUE(std::isnan(average.Add(1)));
  EXPECT_TRUE(std::isnan(average.Add(2)));
  EXPECT_TRUE(std::isnan(average.Add(3)));
  EXPECT_EQ(average.Add(6), 3);    // (1 + 2 + 3 + 6) / 4
  EXPECT_EQ(average.Add(7), 4);    // 3 + (7 - 3) / 4
  EXPECT_EQ(average.Add(2), 3.5);  // 4 + (2 - 4) / 4
}

TEST(ExponentialAverageTest, OfOneValueIsTheValue) {
  auto standard = ExponentialAverage::Standard(1);
  auto wilder = ExponentialAverage::Wilder(1);
  // Steps so great that average + (value - average) would be rounded.
  for (const double value : {0.1, 1e17, 0.3, -7.7, 0.7}) {
    EXPECT_EQ(standard.Add(value), value);
    EXPECT_EQ(wilder.Add(value), value);
  }
}

TEST(ExponentialAverageTest, OfEqualValuesIsTheValue) {
  for (int period = 1; period <= 100; ++period) {
    auto standard = ExponentialAverage::Standard(period);
    auto wilder = ExponentialAverage::Wilder(period);
    for (int i = 1; i <= 300; ++i) {
      const double a = standard.Add(93.07), b = wilder.Add(93.07);
      if (i >= period) {
        ASSERT_EQ(a, 93.07);
        ASSERT_EQ(b, 93.07);
      }
    }
  }
}

TEST(ExponentialAverageDeathTest, ChecksThePeriod) {
  EXPECT_DEATH(ExponentialAverage::Standard(0), "broken invariant");
  EXPECT_DEATH(ExponentialAverage::Wilder(kLongestPeriod + 1),
               "broken invariant");
}

}  // namespace
}  // namespace admf
