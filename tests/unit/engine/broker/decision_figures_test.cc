#include "engine/broker/decision_figures.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

TEST(DecisionFiguresTest, TheAtrIsWildersUpToTheBar) {
  // True ranges 4, 6 and 12: the mean of two is 5, then 5 + (12 - 5) / 2.
  const auto bars = MakeDays("A", {{100, 102, 98, 100},
                                   {102, 106, 101, 104},
                                   {104, 110, 98, 100},
                                   {100, 900, 100, 100}});
  DecisionFigures figures(*bars, {.type = Sizing::Type::kAtrRisk, .period = 2});
  EXPECT_TRUE(std::isnan(figures.At(0)));
  EXPECT_EQ(figures.At(1), 5);
  // The same bar may be asked for again.
  EXPECT_EQ(figures.At(1), 5);
  EXPECT_EQ(figures.At(2), 8.5);
}

TEST(DecisionFiguresTest, TheAtrGoesOverBarsWithoutDecisions) {
  const auto bars = MakeDays(
      "A", {{100, 102, 98, 100}, {102, 106, 101, 104}, {104, 110, 98, 100}});
  DecisionFigures figures(*bars, {.type = Sizing::Type::kAtrRisk, .period = 2});
  EXPECT_EQ(figures.At(2), 8.5);
}

TEST(DecisionFiguresTest, TheVolatilityIsOfTheLastReturns) {
  // Returns of +100 %, then +50 % and -50 %: a sample variance of 1/2.
  const auto bars = MakeFlatDays("A", {50, 100, 150, 75});
  DecisionFigures figures(*bars, {.type = Sizing::Type::kVolatilityTarget,
                                  .period = 2,
                                  .periods_per_year = 8});
  EXPECT_TRUE(std::isnan(figures.At(1)));
  EXPECT_DOUBLE_EQ(figures.At(3), 2);
}

TEST(DecisionFiguresTest, OtherRulesLookAtNothing) {
  const auto bars = MakeFlatDays("A", {50, 100});
  DecisionFigures figures(*bars, {});
  EXPECT_EQ(figures.At(0), 0);
}

}  // namespace
}  // namespace admf
