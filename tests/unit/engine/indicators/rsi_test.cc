#include "engine/indicators/rsi.h"

#include <algorithm>
#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries RsiOf(int64_t period, const BarSeries& bars) {
  return Compute("rsi", {{"period", period}}, bars);
}

TEST(RsiTest, ComparesAverageGainsAndLosses) {
  // Changes 1, -1, 2, 0, -3.
  const auto series = RsiOf(2, *BarsOfCloses({10, 11, 10, 12, 12, 9}));
  EXPECT_EQ(series.warm_up, 2u);
  EXPECT_TRUE(std::isnan(series.output(0)[0]));
  EXPECT_TRUE(std::isnan(series.output(0)[1]));
  // gain (1 + 0) / 2, loss (0 + 1) / 2
  EXPECT_DOUBLE_EQ(series.output(0)[2], 50);
  // gain (0.5 + 2) / 2 = 1.25, loss (0.5 + 0) / 2 = 0.25
  EXPECT_DOUBLE_EQ(series.output(0)[3], 100 * 1.25 / 1.5);
  // both halved
  EXPECT_DOUBLE_EQ(series.output(0)[4], 100 * 1.25 / 1.5);
  // gain 0.625 / 2 = 0.3125, loss (0.125 + 3) / 2 = 1.5625
  EXPECT_DOUBLE_EQ(series.output(0)[5], 100 * 0.3125 / 1.875);
}

TEST(RsiTest, OfRisesAloneIs100OfFallsAlone0) {
  const auto up = RsiOf(2, *BarsOfCloses({10, 11, 11, 12.5, 13}));
  const auto down = RsiOf(2, *BarsOfCloses({10, 9, 9, 8.5, 7}));
  for (size_t i = 2; i < 5; ++i) {
    EXPECT_EQ(up.output(0)[i], 100);
    EXPECT_EQ(down.output(0)[i], 0);
  }
}

TEST(RsiTest, OfFlatPricesIs50) {
  const auto series = RsiOf(3, *BarsOfCloses({7, 7, 7, 7, 7}));
  EXPECT_EQ(series.output(0)[3], 50);
  EXPECT_EQ(series.output(0)[4], 50);
}

// StockCharts' ChartSchool, "Relative Strength Index (RSI)", the example of
// QQQQ with 14 periods. The page prints closes with two digits and computes
// with four, so only the first digits can agree.
TEST(RsiTest, AgreesWithAPublishedExample) {
  const auto series =
      RsiOf(14, *BarsOfCloses({44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10,
                               45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28,
                               46.28, 46.00, 46.03, 46.41, 46.22, 45.64}));
  const double published[] = {70.53, 66.32, 66.55, 69.41, 66.36, 57.97};
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(series.output(0)[14 + i], published[i], 0.1) << i;
  }
}

TEST(RsiTest, AgreesWithWildersRecursion) {
  // As in the book: average = (average x (period - 1) + change) / period, and
  // 100 - 100 / (1 + gain / loss).
  const auto bars = RandomBars(2000, 4);
  const auto close = bars->close();
  for (const int period : {2, 14, 100}) {
    const auto series = RsiOf(period, *bars);
    long double gain = 0, loss = 0;
    for (int i = 1; i <= period; ++i) {
      gain += std::max(close[i] - close[i - 1], 0.0) / period;
      loss += std::max(close[i - 1] - close[i], 0.0) / period;
    }
    for (size_t i = period; i < bars->size(); ++i) {
      if (i > static_cast<size_t>(period)) {
        gain = (gain * (period - 1) + std::max(close[i] - close[i - 1], 0.0)) /
               period;
        loss = (loss * (period - 1) + std::max(close[i - 1] - close[i], 0.0)) /
               period;
      }
      ASSERT_NEAR(series.output(0)[i],
                  static_cast<double>(100 - 100 / (1 + gain / loss)), 1e-10)
          << period << " " << i;
    }
  }
}

}  // namespace
}  // namespace admf
