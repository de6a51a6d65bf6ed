#include "engine/indicators/atr.h"

#include <algorithm>
#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries AtrOf(int64_t period, const BarSeries& bars) {
  return Compute("atr", {{"period", period}}, bars);
}

TEST(AtrTest, AveragesTrueRanges) {
  const auto series = AtrOf(
      2, *BarsOfRanges({10, 12, 11.5, 9}, {8, 10, 10.5, 8}, {9, 11, 11, 8.5}));
  EXPECT_EQ(series.warm_up, 1u);
  EXPECT_TRUE(std::isnan(series.output(0)[0]));
  // 10 - 8 = 2, and a gap up: 12 - 9 = 3; (2 + 3) / 2
  EXPECT_EQ(series.output(0)[1], 2.5);
  // no gap: 11.5 - 10.5 = 1; 2.5 + (1 - 2.5) / 2
  EXPECT_EQ(series.output(0)[2], 1.75);
  // a gap down: 11 - 8 = 3; 1.75 + (3 - 1.75) / 2
  EXPECT_EQ(series.output(0)[3], 2.375);
}

TEST(AtrTest, OfOneBarIsItsTrueRange) {
  const auto series = AtrOf(1, *BarsOfRanges({10, 12}, {8, 10}, {9, 11}));
  EXPECT_EQ(series.warm_up, 0u);
  EXPECT_EQ(series.output(0)[0], 2);
  EXPECT_EQ(series.output(0)[1], 3);
}

TEST(AtrTest, AgreesWithWildersRecursion) {
  // The true range as the greatest of three distances, the average as
  // (average x (period - 1) + range) / period.
  const auto bars = RandomBars(2000, 5);
  const auto high = bars->high(), low = bars->low(), close = bars->close();
  for (const int period : {2, 14, 100}) {
    const auto series = AtrOf(period, *bars);
    long double average = 0;
    for (size_t i = 0; i < bars->size(); ++i) {
      double range = high[i] - low[i];
      if (i > 0) {
        range = std::max({range, std::abs(high[i] - close[i - 1]),
                          std::abs(low[i] - close[i - 1])});
      }
      if (i < static_cast<size_t>(period)) {
        average += range / period;
      } else {
        average = (average * (period - 1) + range) / period;
      }
      if (i + 1 >= static_cast<size_t>(period)) {
        ASSERT_NEAR(series.output(0)[i], static_cast<double>(average), 1e-12)
            << period << " " << i;
      }
    }
  }
}

}  // namespace
}  // namespace admf
