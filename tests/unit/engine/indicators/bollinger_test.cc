#include "engine/indicators/bollinger.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

TEST(BollingerTest, AreDeviationsAroundTheMean) {
  // Mean 5 and population deviation 2, as in rolling_deviation_test.cc; then
  // mean 6 and deviation sqrt(5).
  const auto series =
      Compute("bollinger", {{"period", int64_t{8}}, {"deviations", 1.5}},
              *BarsOfCloses({2, 4, 4, 4, 5, 5, 7, 9, 10}));
  ASSERT_EQ(series.outputs.size(), 3u);
  EXPECT_EQ(series.warm_up, 7u);
  EXPECT_TRUE(std::isnan(series.output(0)[6]));
  EXPECT_TRUE(std::isnan(series.output(1)[6]));
  EXPECT_TRUE(std::isnan(series.output(2)[6]));
  EXPECT_DOUBLE_EQ(series.output(0)[7], 8);
  EXPECT_EQ(series.output(1)[7], 5);
  EXPECT_DOUBLE_EQ(series.output(2)[7], 2);
  EXPECT_DOUBLE_EQ(series.output(0)[8], 6 + 1.5 * std::sqrt(5.0));
  EXPECT_EQ(series.output(1)[8], 6);
  EXPECT_DOUBLE_EQ(series.output(2)[8], 6 - 1.5 * std::sqrt(5.0));
}

TEST(BollingerTest, TheMiddleIsTheSimpleMovingAverage) {
  const auto bars = RandomBars(1000, 6);
  const auto bands = Compute("bollinger", {{"period", int64_t{20}}}, *bars);
  const auto average = Compute("sma", {{"period", int64_t{20}}}, *bars);
  for (size_t i = 19; i < bars->size(); ++i) {
    ASSERT_EQ(bands.output(1)[i], average.output(0)[i]);
  }
}

TEST(BollingerTest, OfFlatPricesMeetAtThePrice) {
  const auto series = Compute("bollinger", {{"period", int64_t{3}}},
                              *BarsOfCloses({9, 12, 0.1, 0.1, 0.1}));
  for (size_t k = 0; k < 3; ++k) EXPECT_EQ(series.output(k)[4], 0.1);
}

TEST(BollingerTest, WithoutDeviationsAreTheMiddle) {
  const auto series =
      Compute("bollinger", {{"period", int64_t{2}}, {"deviations", int64_t{0}}},
              *BarsOfCloses({1, 3}));
  for (size_t k = 0; k < 3; ++k) EXPECT_EQ(series.output(k)[1], 2);
}

}  // namespace
}  // namespace admf
