#include "engine/search/importance.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

/// Of all points of a grid.
template <typename Function>
std::vector<Importance> OfGrid(const ParameterSpace& space, Function score) {
  ParameterImportance importance(space, true);
  for (int64_t i = 0; i < *space.GridSize(); ++i) {
    const SearchPoint point = space.GridPoint(i);
    importance.Add(point, score(point));
  }
  return importance.Importances();
}

// Scores a + 2 b over a in {0, 1} and b in {0, 1, 2}: variances 1/4 and 4 x
// 2/3.
TEST(ImportanceTest, FractionsOfAGridAreItsVariances) {
  const auto importances =
      OfGrid(Space({Integer("a", 0, 1), Integer("b", 0, 2)}),
             [](const auto& p) { return NumberAt(p, 0) + 2 * NumberAt(p, 1); });
  const double total = 1.0 / 4 + 8.0 / 3;
  EXPECT_EQ(importances[0].name, "a");
  EXPECT_NEAR(*importances[0].fraction, 1.0 / 4 / total, 1e-14);
  EXPECT_NEAR(*importances[1].fraction, 8.0 / 3 / total, 1e-14);
  EXPECT_EQ(importances[1].trials, 6);
  EXPECT_EQ(importances[1].groups, 3);
  EXPECT_NEAR(*importances[0].by_chance, 1.0 / 5, 1e-15);
  EXPECT_NEAR(*importances[1].by_chance, 2.0 / 5, 1e-15);
}

TEST(ImportanceTest, InteractionIsNobodys) {
  const auto importances = OfGrid(
      Space({Integer("a", 0, 1), Integer("b", 0, 1)}), [](const auto& p) {
        return NumberAt(p, 0) == NumberAt(p, 1) ? 1.0 : 0.0;
      });
  EXPECT_NEAR(*importances[0].fraction, 0, 1e-15);
  EXPECT_NEAR(*importances[1].fraction, 0, 1e-15);
}

TEST(ImportanceTest, ValuesOfAGridHaveTheirOwnGroups) {
  const auto importances =
      OfGrid(Space({Integer("n", 1, 50)}),
             [](const auto& p) { return std::sin(NumberAt(p, 0) * 99); });
  EXPECT_EQ(*importances[0].fraction, 1);
  EXPECT_EQ(importances[0].groups, 50);
  EXPECT_EQ(*importances[0].by_chance, 1);
}

// The Ishigami function (Ishigami, Homma 1990), whose first-order indices are
// known: 0.3139, 0.4424 and 0 for a = 7, b = 0.1 (Sobol', Levitan 1999). Bins
// lose the variance within them: a wave's mean over a bin of phase 2 h has its
// variance times (sin(h) / h)^2, h = pi / 10 for sin(x1) and pi / 5 for
// sin^2(x2).
TEST(ImportanceTest, BinsEstimateTheIndicesOfSobol) {
  const double pi = std::acos(-1);
  const ParameterSpace space =
      Space({Real("x1", -pi, pi), Real("x2", -pi, pi), Real("x3", -pi, pi)});
  ParameterImportance importance(space, false);
  Random random(3, 0);
  for (int i = 0; i < 50'000; ++i) {
    const SearchPoint point = space.FromUnit(std::vector{
        random.NextUniform(), random.NextUniform(), random.NextUniform()});
    const double x1 = NumberAt(point, 0);
    const double x2 = NumberAt(point, 1);
    const double x3 = NumberAt(point, 2);
    importance.Add(point, std::sin(x1) + 7 * std::pow(std::sin(x2), 2) +
                              0.1 * std::pow(x3, 4) * std::sin(x1));
  }
  const auto importances = importance.Importances();
  EXPECT_EQ(importances[0].groups, ParameterImportance::kBins);
  EXPECT_NEAR(*importances[0].fraction, 0.3139 * 0.9675, 0.01);
  EXPECT_NEAR(*importances[1].fraction, 0.4424 * 0.8751, 0.01);
  EXPECT_LT(*importances[2].fraction, 0.002);
  EXPECT_NEAR(*importances[2].by_chance, 9.0 / 49'999, 1e-15);
}

TEST(ImportanceTest, OnlyTrialsWithTheParameterCount) {
  const ParameterSpace space = ConditionalSpace();
  const auto importances = OfGrid(space, [](const SearchPoint& point) {
    return point[1] ? NumberAt(point, 1) : 100.0;
  });
  EXPECT_EQ(importances[0].name, "period");
  EXPECT_EQ(importances[0].trials, 9);
  EXPECT_EQ(importances[1].trials, 6);
  EXPECT_NEAR(*importances[1].fraction, 1, 1e-15);
  EXPECT_EQ(importances[2].groups, 3);
  EXPECT_GT(*importances[2].fraction, 0.99);
}

TEST(ImportanceTest, NothingWithoutAVariance) {
  const ParameterSpace space = Space({Integer("n", 1, 5)});
  ParameterImportance importance(space, true);
  EXPECT_FALSE(importance.Importances()[0].fraction.has_value());
  importance.Add({Whole(1)}, 3);
  importance.Add({Whole(2)}, std::nullopt);
  importance.Add({Whole(2)}, std::numeric_limits<double>::infinity());
  EXPECT_EQ(importance.Importances()[0].trials, 1);
  EXPECT_FALSE(importance.Importances()[0].fraction.has_value());
  importance.Add({Whole(2)}, 3);
  EXPECT_FALSE(importance.Importances()[0].fraction.has_value());
  importance.Add({Whole(3)}, 4);
  EXPECT_EQ(importance.Importances()[0].fraction, 1);
}

}  // namespace
}  // namespace admf
