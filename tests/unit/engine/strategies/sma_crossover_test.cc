#include "engine/strategies/sma_crossover.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(SmaCrossoverTest, FollowsTheCrossings) {
  // closes       1    2    3    3    1     1     4
  // sma(2)       -    1.5  2.5  3    2     1     2.5
  // sma(3)       -    -    2    2.67 2.33  1.67  2
  // difference   -    -    +    +    -     -     +
  EXPECT_EQ(
      DecisionsOf("sma_crossover",
                  {{"fast_period", int64_t{2}}, {"slow_period", int64_t{3}}},
                  BarsOfCloses({1, 2, 3, 3, 1, 1, 4})),
      (Decisions{{4, Side::kShort}, {6, Side::kLong}}));
}

TEST(SmaCrossoverTest, SeesCrossingsThroughEquality) {
  // sma(1) - sma(2) is half of the change: +, 0, -; then -, 0, 0, +.
  EXPECT_EQ(
      DecisionsOf("sma_crossover",
                  {{"fast_period", int64_t{1}}, {"slow_period", int64_t{2}}},
                  BarsOfCloses({10, 11, 11, 10, 10, 10, 12})),
      (Decisions{{3, Side::kShort}, {6, Side::kLong}}));
}

TEST(SmaCrossoverTest, MakesNoDecisionsOnFlatPrices) {
  // After a history whose rounding errors would stay in a plain running sum.
  std::vector<double> closes = {0.1, 0.7, 1234.56, 0.3};
  closes.insert(closes.end(), 500, 93.07);
  const auto decisions = DecisionsOf("sma_crossover", {}, BarsOfCloses(closes));
  for (const Decision& decision : decisions) EXPECT_LT(decision.bar, 34);
}

TEST(SmaCrossoverTest, RefusesPeriodsInTheWrongOrder) {
  EXPECT_EQ(ProblemsOf("sma_crossover", {{"fast_period", int64_t{30}}}),
            (Texts{"fast_period: fast_period (30) must be less than "
                   "slow_period (30)"}));
  EXPECT_EQ(ProblemsOf("sma_crossover", {{"fast_period", int64_t{0}}}),
            (Texts{"fast_period: fast_period must be a whole number from 1 to "
                   "100000, not 0"}));
  EXPECT_EQ(ProblemsOf("sma_crossover", {{"fast_period", int64_t{1}},
                                         {"slow_period", int64_t{2}}}),
            Texts{});
}

}  // namespace
}  // namespace admf
