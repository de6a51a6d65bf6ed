#include "engine/indicators/sma.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries SmaOf(int64_t period, const BarSeries& bars) {
  return Compute("sma", {{"period", period}}, bars);
}

TEST(SmaTest, IsTheMeanOfTheLastCloses) {
  const auto series = SmaOf(3, *BarsOfCloses({1, 2, 3, 4, 8}));
  ASSERT_EQ(series.outputs.size(), 1u);
  EXPECT_TRUE(std::isnan(series.output(0)[0]));
  EXPECT_TRUE(std::isnan(series.output(0)[1]));
  EXPECT_EQ(series.output(0)[2], 2);  // (1 + 2 + 3) / 3
  EXPECT_EQ(series.output(0)[3], 3);  // (2 + 3 + 4) / 3
  EXPECT_EQ(series.output(0)[4], 5);  // (3 + 4 + 8) / 3
  EXPECT_EQ(series.warm_up, 2u);
}

TEST(SmaTest, OfOneCloseIsTheClose) {
  const auto bars = RandomBars(500, 1);
  const auto series = SmaOf(1, *bars);
  for (size_t i = 0; i < bars->size(); ++i) {
    ASSERT_EQ(series.output(0)[i], bars->close()[i]);
  }
}

TEST(SmaTest, AgreesWithTheSumOfEachWindow) {
  const auto bars = RandomBars(3000, 2);
  for (const int period : {2, 10, 30, 200, 1000}) {
    const auto series = SmaOf(period, *bars);
    for (size_t i = period - 1; i < bars->size(); ++i) {
      long double sum = 0;
      for (int k = 0; k < period; ++k) sum += bars->close()[i - k];
      ASSERT_DOUBLE_EQ(series.output(0)[i], static_cast<double>(sum / period));
    }
  }
}

TEST(SmaTest, FewerBarsThanThePeriodHaveNoValue) {
  const auto series = SmaOf(4, *BarsOfCloses({1, 2, 3}));
  EXPECT_EQ(series.warm_up, 3u);
  for (const double value : series.output(0)) EXPECT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace admf
