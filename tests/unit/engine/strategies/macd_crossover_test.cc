#include "engine/strategies/macd_crossover.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(MacdCrossoverTest, FollowsTheCrossings) {
  // closes                 3   6    9    6    12      3
  // ema(2), weight 2/3     -   4.5  7.5  6.5  10 1/6  5 7/18
  // ema(3), weight 1/2     -   -    6    6    9       6
  // macd                   -   -    1.5  0.5  1 1/6   -11/18
  // signal, weight 2/3     -   -    -    1    1 1/9   -1/27
  // difference             -   -    -    -    +       -
  EXPECT_EQ(DecisionsOf("macd_crossover",
                        {{"fast_period", int64_t{2}},
                         {"slow_period", int64_t{3}},
                         {"signal_period", int64_t{2}}},
                        BarsOfCloses({3, 6, 9, 6, 12, 3})),
            (Decisions{{4, Side::kLong}, {5, Side::kShort}}));
}

TEST(MacdCrossoverTest, MakesNoDecisionsOnFlatPrices) {
  EXPECT_EQ(DecisionsOf("macd_crossover", {},
                        BarsOfCloses(std::vector<double>(200, 93.07))),
            Decisions{});
}

TEST(MacdCrossoverTest, RefusesPeriodsInTheWrongOrder) {
  EXPECT_EQ(ProblemsOf("macd_crossover", {{"slow_period", int64_t{12}}}),
            (Texts{"fast_period: fast_period (12) must be less than "
                   "slow_period (12)"}));
}

}  // namespace
}  // namespace admf
