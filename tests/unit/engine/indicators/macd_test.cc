#include "engine/indicators/macd.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries MacdOf(int64_t fast, int64_t slow, int64_t signal,
                       const BarSeries& bars) {
  return Compute(
      "macd",
      {{"fast_period", fast}, {"slow_period", slow}, {"signal_period", signal}},
      bars);
}

TEST(MacdTest, ComparesTwoAveragesAndTheirSignal) {
  const auto series = MacdOf(2, 3, 2, *BarsOfCloses({3, 6, 9, 6, 12}));
  // fast, weight 2/3:    -   4.5   7.5   6.5   6.5 + 2/3 x 5.5 = 10 1/6
  // slow, weight 1/2:    -     -     6     6    9
  // macd:                -     -   1.5   0.5   1 1/6
  // signal, weight 2/3:  -     -     -     1   1 + 2/3 x 1/6 = 1 1/9
  ASSERT_EQ(series.outputs.size(), 3u);
  EXPECT_EQ(series.warm_up, 3u);
  for (size_t k = 0; k < 3; ++k) {
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_TRUE(std::isnan(series.output(k)[i])) << k << " " << i;
    }
  }
  EXPECT_NEAR(series.output(0)[3], 0.5, 1e-14);
  EXPECT_NEAR(series.output(1)[3], 1, 1e-14);
  EXPECT_NEAR(series.output(2)[3], -0.5, 1e-14);
  EXPECT_NEAR(series.output(0)[4], 7.0 / 6, 1e-14);
  EXPECT_NEAR(series.output(1)[4], 10.0 / 9, 1e-14);
  EXPECT_NEAR(series.output(2)[4], 1.0 / 18, 1e-14);
}

TEST(MacdTest, IsTheDifferenceOfEmas) {
  const auto bars = RandomBars(500, 7);
  const auto macd = MacdOf(12, 26, 9, *bars);
  const auto fast = Compute("ema", {{"period", int64_t{12}}}, *bars);
  const auto slow = Compute("ema", {{"period", int64_t{26}}}, *bars);
  EXPECT_EQ(macd.warm_up, 33u);
  for (size_t i = 33; i < bars->size(); ++i) {
    ASSERT_EQ(macd.output(0)[i], fast.output(0)[i] - slow.output(0)[i]);
    ASSERT_EQ(macd.output(2)[i], macd.output(0)[i] - macd.output(1)[i]);
  }
}

TEST(MacdTest, OfFlatPricesIsZero) {
  const auto series =
      MacdOf(12, 26, 9, *BarsOfCloses(std::vector<double>(40, 93.07)));
  for (size_t k = 0; k < 3; ++k) EXPECT_EQ(series.output(k)[39], 0);
}

TEST(MacdTest, WarmsUpWithTheLongerAverage) {
  const auto bars = RandomBars(20, 8);
  EXPECT_EQ(MacdOf(8, 3, 1, *bars).warm_up, 7u);
  EXPECT_EQ(MacdOf(1, 1, 1, *bars).warm_up, 0u);
}

}  // namespace
}  // namespace admf
