// stochastic_reversion, cci_reversion, mfi_reversion, keltner_reversion,
// vwap_deviation, rsi_threshold.

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine/data/bars.h"
#include "engine/strategies/strategy.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

/// Bars that are a single price each, with a volume of one.
std::shared_ptr<const BarSeries> Prices(const std::vector<double>& prices) {
  return BarsWithVolume(prices, prices, prices,
                        std::vector<double>(prices.size(), 1.0));
}

TEST(StochasticReversionTest, GoesAgainstExtremesAndOutAtTheExit) {
  // %K of three prices  -   -   50  0   50    100  50
  EXPECT_EQ(DecisionsOf("stochastic_reversion",
                        {{"k_period", int64_t{3}}, {"k_smoothing", int64_t{1}}},
                        Prices({10, 12, 11, 10, 10.5, 11, 10.75})),
            (Decisions{{3, Side::kLong},
                       {4, Side::kFlat},
                       {5, Side::kShort},
                       {6, Side::kFlat}}));
}

TEST(CciReversionTest, GoesAgainstExtremesAndOutAtTheExit) {
  // mean                5  5.6   5.6  5    5
  // mean distance       0  0.96  0.96 1.2  ...
  // index               0  167   -42  -167 0
  EXPECT_EQ(DecisionsOf("cci_reversion", {{"period", int64_t{5}}},
                        Prices({5, 5, 5, 5, 5, 8, 5, 2, 5})),
            (Decisions{{5, Side::kShort},
                       {6, Side::kFlat},
                       {7, Side::kLong},
                       {8, Side::kFlat}}));
}

TEST(MfiReversionTest, GoesAgainstExtremesAndOutAtTheExit) {
  // rising flow      11  -   -  10  11  -   -
  // falling flow     -   10  9  -   -   10  -
  // index of two         52  0  53  100 52  0
  EXPECT_EQ(DecisionsOf("mfi_reversion", {{"period", int64_t{2}}},
                        Prices({10, 11, 10, 9, 10, 11, 10, 10})),
            (Decisions{{3, Side::kLong},
                       {4, Side::kFlat},
                       {5, Side::kShort},
                       {7, Side::kLong}}));
}

TEST(KeltnerReversionTest, GoesAgainstTheBandsAndOutAtTheMiddle) {
  // close    8 8 8  10  11  11.5    10      9.5      9.25    9.75
  // ema(3)       8  9   10  10.75   10.375  9.9375   9.594   9.672
  // range        0  2   1   0.5     1.5     0.5      0.25    0.5
  // beyond       -  -   no  above   -       -        below   -
  EXPECT_EQ(
      DecisionsOf("keltner_reversion",
                  {{"period", int64_t{3}},
                   {"multiplier", 1.0},
                   {"atr_period", int64_t{1}}},
                  BarsOfCloses({8, 8, 8, 10, 11, 11.5, 10, 9.5, 9.25, 9.75})),
      (Decisions{{5, Side::kShort},
                 {6, Side::kFlat},
                 {8, Side::kLong},
                 {9, Side::kFlat}}));
}

TEST(VwapDeviationTest, GoesAgainstTheDistance) {
  // mean of two     10  12  13  10.5  9
  // 10 % around it  9   -   -   9.45  -
  //                 11  13.2 -  -     -
  EXPECT_EQ(DecisionsOf("vwap_deviation",
                        {{"period", int64_t{2}}, {"deviation", 0.1}},
                        Prices({10, 10, 14, 12, 9, 9})),
            (Decisions{{2, Side::kShort},
                       {3, Side::kFlat},
                       {4, Side::kLong},
                       {5, Side::kFlat}}));
}

TEST(VwapDeviationTest, BeginsAnewEveryDayWithoutAPeriod) {
  // A day of 10 and 14 (mean 12), and a day that begins with 20: at its own
  // mean, where a short position ends.
  constexpr int64_t kHour = 3'600'000'000;
  EXPECT_EQ(DecisionsOf(
                "vwap_deviation", {{"period", int64_t{0}}, {"deviation", 0.1}},
                BarsAt({0, kHour, 24 * kHour}, "UTC", {10, 14, 20}, {1, 1, 1})),
            (Decisions{{1, Side::kShort}, {2, Side::kFlat}}));
}

TEST(RsiThresholdTest, StaysUntilTheOtherLevel) {
  // The indices are 50, 83.3, 83.3, 16.7, 67.9, 67.9, 82.4, 43.3: see
  // RsiReversionTest.
  EXPECT_EQ(
      DecisionsOf("rsi_threshold", {{"period", int64_t{2}}},
                  BarsOfCloses({10, 11, 10, 12, 12, 9, 12, 12, 13, 12})),
      (Decisions{{3, Side::kShort}, {5, Side::kLong}, {8, Side::kShort}}));
}

TEST(RsiThresholdTest, RefusesLevelsInTheWrongOrder) {
  EXPECT_EQ(ProblemsOf("rsi_threshold", {{"oversold", 70.0}}),
            (Texts{"oversold: oversold (70) must be less than overbought "
                   "(70)"}));
}

TEST(ReversionStrategiesTest, RefuseLevelsInTheWrongOrder) {
  for (const auto& [strategy, exit, overbought] :
       {std::tuple{"stochastic_reversion", 50, 80},
        {"mfi_reversion", 50, 80},
        {"cci_reversion", 0, 100}}) {
    EXPECT_EQ(
        ProblemsOf(strategy, {{"oversold", static_cast<double>(exit)}}),
        (Texts{"oversold: oversold (" + std::to_string(exit) +
               ") must be less than exit (" + std::to_string(exit) + ")"}));
    EXPECT_EQ(ProblemsOf(strategy, {{"exit", static_cast<double>(overbought)}}),
              (Texts{"exit: exit (" + std::to_string(overbought) +
                     ") must be less than overbought (" +
                     std::to_string(overbought) + ")"}));
  }
}

}  // namespace
}  // namespace admf
