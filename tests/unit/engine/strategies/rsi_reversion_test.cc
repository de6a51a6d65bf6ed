#include "engine/strategies/rsi_reversion.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;

TEST(RsiReversionTest, GoesAgainstExtremesAndOutAtTheExit) {
  // closes   10  11   10   12     12     9       12       12       13      12
  // change       1    -1   2      0      -3      3        0        1       -1
  // gain              0.5  1.25   0.625  0.3125  1.65625  0.82813  0.91406
  // 0.45703 loss              0.5  0.25   0.125  1.5625  0.78125  0.39063
  // 0.19531 0.59766 rsi(2)
  // 50   83.3   83.3   16.7    67.9     67.9     82.4    43.3
  EXPECT_EQ(DecisionsOf("rsi_reversion", {{"period", int64_t{2}}},
                        BarsOfCloses({10, 11, 10, 12, 12, 9, 12, 12, 13, 12})),
            (Decisions{{3, Side::kShort},
                       {5, Side::kLong},
                       {6, Side::kFlat},
                       {8, Side::kShort},
                       {9, Side::kFlat}}));
}

TEST(RsiReversionTest, TakesItsLevelsFromTheParameters) {
  // The same bars: 16.7 is not below 10, 83.3 and 82.4 are above 80, 67.9 and
  // 43.3 are not at 20 or below it, 16.7 is.
  EXPECT_EQ(
      DecisionsOf("rsi_reversion",
                  {{"period", int64_t{2}},
                   {"oversold", 10.0},
                   {"exit", 20.0},
                   {"overbought", 80.0}},
                  BarsOfCloses({10, 11, 10, 12, 12, 9, 12, 12, 13, 12})),
      (Decisions{{3, Side::kShort}, {5, Side::kFlat}, {8, Side::kShort}}));
}

TEST(RsiReversionTest, RefusesLevelsInTheWrongOrder) {
  EXPECT_EQ(ProblemsOf("rsi_reversion", {{"oversold", 50.0}}),
            (Texts{"oversold: oversold (50) must be less than exit (50)"}));
  EXPECT_EQ(ProblemsOf("rsi_reversion", {{"exit", 75.5}}),
            (Texts{"exit: exit (75.5) must be less than overbought (70)"}));
  EXPECT_EQ(ProblemsOf("rsi_reversion",
                       {{"oversold", int64_t{80}}, {"overbought", int64_t{20}}})
                .size(),
            2u);
  EXPECT_EQ(ProblemsOf("rsi_reversion", {{"overbought", 101.0}}),
            (Texts{"overbought: overbought must be a number from 0 to 100, "
                   "not 101"}));
}

}  // namespace
}  // namespace admf
