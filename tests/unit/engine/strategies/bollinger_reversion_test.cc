#include "engine/strategies/bollinger_reversion.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(BollingerReversionTest, GoesAgainstOutsidersAndOutAtTheMiddle) {
  // closes      10   12    10    11     11   9    9
  // middle           11    11    10.5   11   10   9
  // deviation        1     1     0.5    0    1    0
  // upper            11.5  11.5  10.75  11   10.5 9
  // lower            10.5  10.5  10.25  11   9.5  9
  // The first bar with bands crosses nothing although it is above them.
  EXPECT_EQ(DecisionsOf("bollinger_reversion",
                        {{"period", int64_t{2}}, {"deviations", 0.5}},
                        BarsOfCloses({10, 12, 10, 11, 11, 9, 9})),
            (Decisions{{2, Side::kLong},
                       {3, Side::kShort},
                       {4, Side::kFlat},
                       {5, Side::kLong},
                       {6, Side::kFlat}}));
}

TEST(BollingerReversionTest, MakesNoDecisionsInsideTheBands) {
  // Three values are never more than sqrt(2) deviations from their mean.
  EXPECT_EQ(DecisionsOf("bollinger_reversion",
                        {{"period", int64_t{3}}, {"deviations", 1.5}},
                        RandomBars(500, 1)),
            Decisions{});
}

TEST(BollingerReversionTest, MakesNoDecisionsOnFlatPrices) {
  std::vector<double> closes = {0.1, 0.7, 1234.56, 0.3};
  closes.insert(closes.end(), 500, 93.07);
  const auto decisions =
      DecisionsOf("bollinger_reversion", {}, BarsOfCloses(closes));
  for (const Decision& decision : decisions) EXPECT_LT(decision.bar, 24);
}

TEST(BollingerReversionTest, RefusesValuesOutOfRange) {
  EXPECT_EQ(ProblemsOf("bollinger_reversion", {{"period", int64_t{1}}}),
            (Texts{"period: period must be a whole number from 2 to 100000, "
                   "not 1"}));
  EXPECT_EQ(ProblemsOf("bollinger_reversion", {{"deviations", -1.0}}),
            (Texts{"deviations: deviations must be a number from 0 to 100, "
                   "not -1"}));
}

}  // namespace
}  // namespace admf
