// momentum, parabolic_sar, supertrend, aroon, vortex, obv_trend, adx_trend,
// ichimoku. The bars are mostly those of the tests of the indicators, where the
// arithmetic stands.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/strategies/strategy.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(MomentumStrategyTest, FollowsTheSign) {
  // Changes of 1, -1, 0 and 2.
  EXPECT_EQ(DecisionsOf("momentum", {{"period", int64_t{1}}},
                        BarsOfCloses({10, 11, 10, 10, 12})),
            (Decisions{{2, Side::kShort}, {4, Side::kLong}}));
}

TEST(ParabolicSarStrategyTest, ReversesWithTheStop) {
  EXPECT_EQ(
      DecisionsOf("parabolic_sar",
                  {{"acceleration_step", 0.25}, {"acceleration_maximum", 0.5}},
                  BarsOfRanges({10, 11, 14, 15, 13, 12, 13, 14},
                               {8, 9, 10, 12, 9.5, 9, 11, 12},
                               {9, 10, 11, 13, 10, 10, 12, 13})),
      (Decisions{{4, Side::kShort}, {7, Side::kLong}}));
}

TEST(SupertrendStrategyTest, TurnsWithTheTrend) {
  EXPECT_EQ(
      DecisionsOf("supertrend", {{"period", int64_t{1}}, {"multiplier", 1.0}},
                  BarsOfRanges({11, 13, 12, 9, 12}, {9, 11, 8, 7, 9},
                               {10, 12.5, 8.5, 8, 11})),
      (Decisions{{2, Side::kShort}, {4, Side::kLong}}));
}

TEST(AroonStrategyTest, FollowsTheCrossings) {
  // up 100, 50, 0; down 50, 0, 100
  EXPECT_EQ(DecisionsOf("aroon", {{"period", int64_t{2}}},
                        BarsOfRanges({5, 7, 7, 6, 6.5}, {4, 3, 5, 5, 2},
                                     {4, 7, 5, 5, 2})),
            (Decisions{{4, Side::kShort}}));
}

TEST(VortexStrategyTest, FollowsTheCrossings) {
  // up movement         4  4  0  2  6
  // down movement       1  1  5  3  0
  // sums of two            8  4  2  8
  //                        2  6  8  3
  EXPECT_EQ(
      DecisionsOf("vortex", {{"period", int64_t{2}}},
                  BarsOfRanges({10, 12, 13, 11, 10, 14}, {8, 9, 11, 8, 8, 10},
                               {9, 11, 12, 9, 9, 13})),
      (Decisions{{3, Side::kShort}, {5, Side::kLong}}));
}

TEST(ObvTrendTest, FollowsTheCrossings) {
  // on-balance volume    0  1    2    1    0    1
  // mean of two             0.5  1.5  1.5  0.5  0.5
  const std::vector<double> prices = {10, 11, 12, 11, 10, 11};
  EXPECT_EQ(DecisionsOf("obv_trend", {{"period", int64_t{2}}},
                        BarsWithVolume(prices, prices, prices,
                                       std::vector<double>(6, 1.0))),
            (Decisions{{3, Side::kShort}, {5, Side::kLong}}));
}

TEST(AdxTrendTest, FollowsStrongTrendsOnly) {
  // rise of the high    2    -0.5  -0.5  2   2
  // fall of the low     -1   -0.5  2.5   -2  2
  // Of one bar the index is 100 or, where nothing moves or both as much, 0.
  EXPECT_EQ(
      DecisionsOf("adx_trend", {{"period", int64_t{1}}},
                  BarsOfRanges({10, 12, 11.5, 11, 13, 15}, {8, 9, 9.5, 7, 9, 7},
                               {9, 11, 10, 8, 12, 11})),
      (Decisions{{1, Side::kLong},
                 {2, Side::kFlat},
                 {3, Side::kShort},
                 {4, Side::kLong},
                 {5, Side::kFlat}}));
}

TEST(AdxTrendTest, StaysBetweenTheThresholds) {
  // The index is 57.1 with minus_di above plus_di, then 51.9 with plus_di above
  // minus_di: see AdxTest.
  const auto bars = BarsOfRanges({10, 12, 13, 12, 14}, {8, 9, 11, 9, 10},
                                 {9, 11, 12, 10, 13});
  const auto decide = [&](double threshold, double exit_threshold) {
    return DecisionsOf("adx_trend",
                       {{"period", int64_t{2}},
                        {"threshold", threshold},
                        {"exit_threshold", exit_threshold}},
                       bars);
  };
  EXPECT_EQ(decide(50, 20), (Decisions{{3, Side::kShort}, {4, Side::kLong}}));
  EXPECT_EQ(decide(55, 20), (Decisions{{3, Side::kShort}}));
  EXPECT_EQ(decide(55, 55), (Decisions{{3, Side::kShort}, {4, Side::kFlat}}));
  EXPECT_EQ(ProblemsOf("adx_trend", {{"exit_threshold", 25.5}}),
            (Texts{"exit_threshold: exit_threshold (25.5) must be at most "
                   "threshold (25)"}));
}

TEST(IchimokuStrategyTest, WantsBothTheCloudAndTheLines) {
  // close = conversion    10  10  12    11     9      9
  // base                      10  11    11.5   10     9
  // span_a, one bar late          10    11.5   11.25  9.5
  // span_b, one bar late          10    11     11.5   10
  // At the last bar the lines are equal.
  const std::vector<double> prices = {10, 10, 12, 11, 9, 9};
  EXPECT_EQ(DecisionsOf("ichimoku",
                        {{"conversion_period", int64_t{1}},
                         {"base_period", int64_t{2}},
                         {"span_b_period", int64_t{2}},
                         {"displacement", int64_t{1}}},
                        BarsOfRanges(prices, prices, prices)),
            (Decisions{{2, Side::kLong},
                       {3, Side::kFlat},
                       {4, Side::kShort},
                       {5, Side::kFlat}}));
}

}  // namespace
}  // namespace admf
