#include "engine/strategies/ema_crossover.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(EmaCrossoverTest, FollowsTheCrossings) {
  // closes = ema(1)      3    6    3    3     9
  // ema(2), weight 2/3   -    4.5  3.5  3.17  7.06
  // difference           -    +    -    -     +
  EXPECT_EQ(
      DecisionsOf("ema_crossover",
                  {{"fast_period", int64_t{1}}, {"slow_period", int64_t{2}}},
                  BarsOfCloses({3, 6, 3, 3, 9})),
      (Decisions{{2, Side::kShort}, {4, Side::kLong}}));
}

TEST(EmaCrossoverTest, MakesNoDecisionsOnFlatPrices) {
  EXPECT_EQ(DecisionsOf("ema_crossover", {},
                        BarsOfCloses(std::vector<double>(200, 93.07))),
            Decisions{});
}

TEST(EmaCrossoverTest, RefusesPeriodsInTheWrongOrder) {
  EXPECT_EQ(ProblemsOf("ema_crossover", {{"fast_period", int64_t{27}}}),
            (Texts{"fast_period: fast_period (27) must be less than "
                   "slow_period (26)"}));
}

}  // namespace
}  // namespace admf
