// bollinger_breakout, keltner_breakout, donchian_breakout, roc_threshold.

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

TEST(BollingerBreakoutTest, GoesWithTheBandsAndOutAtTheMiddle) {
  // close           10 11 10     13     12     11     13     12
  // mean of three         10.33  11.33  11.67  12     12     12
  // deviation             0.47   1.25   1.25   0.82   0.82   0.82
  // beyond                -      above  -      below  above  at the middle
  EXPECT_EQ(DecisionsOf("bollinger_breakout",
                        {{"period", int64_t{3}}, {"deviations", 1.0}},
                        BarsOfCloses({10, 11, 10, 13, 12, 11, 13, 12})),
            (Decisions{{3, Side::kLong},
                       {5, Side::kShort},
                       {6, Side::kLong},
                       {7, Side::kFlat}}));
}

TEST(KeltnerBreakoutTest, GoesWithTheBandsAndOutAtTheMiddle) {
  // The bars of KeltnerReversionTest.
  EXPECT_EQ(
      DecisionsOf("keltner_breakout",
                  {{"period", int64_t{3}},
                   {"multiplier", 1.0},
                   {"atr_period", int64_t{1}}},
                  BarsOfCloses({8, 8, 8, 10, 11, 11.5, 10, 9.5, 9.25, 9.75})),
      (Decisions{{5, Side::kLong},
                 {6, Side::kFlat},
                 {8, Side::kShort},
                 {9, Side::kFlat}}));
}

TEST(DonchianBreakoutTest, ComparesWithTheBarsBefore) {
  // high             10 11 11 12   13 12   10   11
  // low              8  9  9  10   11 10.5 8    9
  // close            9  10 10 11.5 12 11   9    10.5
  // highest of two         11 11   12 13   13   12
  // lowest of two          8  9    9  10   10.5 8
  // low before                     10 11
  // high before                                 10
  // With its own bar in the channel no close could leave it.
  EXPECT_EQ(DecisionsOf("donchian_breakout",
                        {{"period", int64_t{2}}, {"exit_period", int64_t{1}}},
                        BarsOfRanges({10, 11, 11, 12, 13, 12, 10, 11},
                                     {8, 9, 9, 10, 11, 10.5, 8, 9},
                                     {9, 10, 10, 11.5, 12, 11, 9, 10.5})),
            (Decisions{{3, Side::kLong},
                       {5, Side::kFlat},
                       {6, Side::kShort},
                       {7, Side::kFlat}}));
}

TEST(DonchianBreakoutTest, RefusesALongerExit) {
  EXPECT_EQ(ProblemsOf("donchian_breakout", {{"period", int64_t{9}}}),
            (Texts{"exit_period: exit_period (10) must be at most period "
                   "(9)"}));
  EXPECT_EQ(ProblemsOf("donchian_breakout", {{"period", int64_t{10}}}),
            Texts{});
}

TEST(RocThresholdTest, GoesWithLargeChangesAndOutAtNone) {
  // Changes of 0, 20, 5, 0, -20.6 and 5 percent.
  EXPECT_EQ(DecisionsOf("roc_threshold",
                        {{"period", int64_t{1}}, {"threshold", 10.0}},
                        BarsOfCloses({100, 100, 120, 126, 126, 100, 105})),
            (Decisions{{2, Side::kLong},
                       {4, Side::kFlat},
                       {5, Side::kShort},
                       {6, Side::kFlat}}));
}

}  // namespace
}  // namespace admf
