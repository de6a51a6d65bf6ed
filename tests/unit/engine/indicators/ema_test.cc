#include "engine/indicators/ema.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries EmaOf(int64_t period, const BarSeries& bars) {
  return Compute("ema", {{"period", period}}, bars);
}

TEST(EmaTest, MovesTowardsTheClose) {
  const auto series = EmaOf(3, *BarsOfCloses({2, 4, 6, 8, 4}));
  EXPECT_TRUE(std::isnan(series.output(0)[0]));
  EXPECT_TRUE(std::isnan(series.output(0)[1]));
  EXPECT_EQ(series.output(0)[2], 4);  // (2 + 4 + 6) / 3
  EXPECT_EQ(series.output(0)[3], 6);  // 4 + 2 / 4 x (8 - 4)
  EXPECT_EQ(series.output(0)[4], 5);  // 6 + 2 / 4 x (4 - 6)
  EXPECT_EQ(series.warm_up, 2u);
}

TEST(EmaTest, IsTheWeightedSumOfAllCloses) {
  // The recursion written out: weight x sum of (1 - weight)^k x close, and the
  // rest of the weights on the mean of the first closes.
  const auto bars = RandomBars(400, 3);
  for (const int period : {1, 2, 12, 26, 100}) {
    const auto series = EmaOf(period, *bars);
    const long double weight = 2.0L / (period + 1);
    long double seed = 0;
    for (int k = 0; k < period; ++k) seed += bars->close()[k];
    seed /= period;
    for (size_t i = period - 1; i < bars->size(); ++i) {
      long double sum = 0, factor = 1;
      for (size_t k = i; k >= static_cast<size_t>(period); --k) {
        sum += weight * factor * bars->close()[k];
        factor *= 1 - weight;
      }
      sum += factor * seed;
      ASSERT_NEAR(series.output(0)[i], static_cast<double>(sum), 1e-11)
          << period << " " << i;
    }
  }
}

TEST(EmaTest, FlatPricesHaveEqualAveragesOfAllPeriods) {
  const auto bars = BarsOfCloses(std::vector<double>(120, 806.19));
  for (int period = 1; period <= 100; ++period) {
    ASSERT_EQ(EmaOf(period, *bars).output(0).back(), 806.19);
  }
}

}  // namespace
}  // namespace admf
