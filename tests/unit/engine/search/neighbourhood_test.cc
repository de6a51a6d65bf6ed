#include "engine/search/neighbourhood.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

TEST(NeighbourhoodTest, StabilityIsTheDropOneStepAway) {
  const std::vector<std::optional<double>> around = {1.5, std::nullopt, 0.5,
                                                     2.5, std::nullopt};
  const Stability stability = MeasureStability(2, around);
  EXPECT_EQ(stability.neighbours, 5);
  EXPECT_EQ(stability.neighbours_seen, 3);
  EXPECT_EQ(stability.mean_drop, 0.5);
  EXPECT_EQ(stability.worst_drop, 1.5);
  EXPECT_EQ(stability.mean_relative_drop, 0.25);
  EXPECT_EQ(stability.worst_relative_drop, 0.75);
}

TEST(NeighbourhoodTest, RelativeDropsAreOfTheAbsoluteScore) {
  EXPECT_EQ(MeasureStability(-2, std::vector<std::optional<double>>{-3})
                .worst_relative_drop,
            0.5);
  const Stability zero =
      MeasureStability(0, std::vector<std::optional<double>>{-3});
  EXPECT_EQ(zero.worst_drop, 3);
  EXPECT_FALSE(zero.worst_relative_drop.has_value());
  EXPECT_FALSE(
      MeasureStability(1, std::vector<std::optional<double>>(4)).mean_drop);
}

/// All points of a grid, numbered from 100 on, by a function of the numbers.
template <typename Function>
Neighbourhood Full(const ParameterSpace& space, Function score) {
  Neighbourhood neighbourhood(space);
  for (int64_t i = 0; i < *space.GridSize(); ++i) {
    const SearchPoint point = space.GridPoint(i);
    neighbourhood.Add(100 + i, point, score(point));
  }
  return neighbourhood;
}

// A hill of height 5 with its top at (8, 8), and a needle of 9 at (2, 2) amidst
// zeros.
double HillAndNeedle(const SearchPoint& point) {
  const double a = NumberAt(point, 0);
  const double b = NumberAt(point, 1);
  if (a == 2 && b == 2) return 9;
  return std::max(0.0, 5 - std::abs(a - 8) - std::abs(b - 8));
}

TEST(NeighbourhoodTest, APlateauIsNotANeedle) {
  const ParameterSpace space =
      Space({Integer("a", 0, 10), Integer("b", 0, 10)});
  const Neighbourhood full = Full(space, HillAndNeedle);
  const auto plateau = full.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->trial, 100 + 8 * 11 + 8);
  EXPECT_EQ(plateau->score, 5);
  EXPECT_EQ(plateau->mean_score, (5 + 4 * 4) / 5.0);
  EXPECT_EQ(plateau->neighbours, 4);
  EXPECT_EQ(plateau->neighbours_seen, 4);

  const Stability needle = full.StabilityAt({Whole(2), Whole(2)}, 9);
  EXPECT_EQ(needle.neighbours_seen, 4);
  EXPECT_EQ(needle.worst_relative_drop, 1);
  EXPECT_EQ(full.StabilityAt({Whole(8), Whole(8)}, 5).mean_drop, 1);
}

// The same in a space that is too large for one number a point.
TEST(NeighbourhoodTest, LargeSpacesGiveTheSame) {
  const ParameterSpace space =
      Space({Integer("a", 0, 10), Integer("b", 0, 1'000'000)});
  Neighbourhood neighbourhood(space);
  int64_t trial = 100;
  for (int64_t a = 0; a <= 10; ++a) {
    for (int64_t b = 0; b <= 10; ++b) {
      const SearchPoint point = {a, b};
      neighbourhood.Add(trial++, point, HillAndNeedle(point));
    }
  }
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->trial, 100 + 8 * 11 + 8);
  EXPECT_EQ(plateau->mean_score, (5 + 4 * 4) / 5.0);
  EXPECT_EQ(neighbourhood.StabilityAt({Whole(2), Whole(2)}, 9).worst_drop, 9);
}

// By the definition, for every point of a space with three dimensions.
TEST(NeighbourhoodTest, EveryNeighbourOfADenseSpaceCounts) {
  const ParameterSpace space =
      Space({Integer("a", 1, 4), Choices("b", {true, Whole(3), Text("x")}),
             Real("c", 0, 1, 0.25)});
  const auto score = [](const SearchPoint& point) {
    return std::sin(7 * NumberAt(point, 0)) +
           (std::holds_alternative<bool>(*point[1]) ? 0.5 : 0.0) +
           std::cos(30 * NumberAt(point, 2));
  };
  const Neighbourhood full = Full(space, score);
  for (int64_t i = 0; i < *space.GridSize(); ++i) {
    const SearchPoint point = space.GridPoint(i);
    std::vector<std::optional<double>> around;
    for (const auto& one : space.Neighbours(point))
      around.push_back(score(one));
    const Stability expected = MeasureStability(score(point), around);
    const Stability stability = full.StabilityAt(point, score(point));
    EXPECT_EQ(stability.neighbours, expected.neighbours);
    EXPECT_EQ(stability.mean_drop, expected.mean_drop);
    EXPECT_EQ(stability.worst_drop, expected.worst_drop);
  }
}

// The highest has no neighbour that was seen; (4, 4) has two of four with the
// last trial, and (4, 5) only one.
TEST(NeighbourhoodTest, HalfOfTheNeighboursMustBeSeen) {
  const ParameterSpace space = Space({Integer("a", 1, 9), Integer("b", 1, 9)});
  Neighbourhood neighbourhood(space);
  neighbourhood.Add(0, {Whole(9), Whole(9)}, 100);
  neighbourhood.Add(1, {Whole(4), Whole(4)}, 10);
  neighbourhood.Add(2, {Whole(4), Whole(5)}, 10);
  EXPECT_FALSE(neighbourhood.BestPlateau().has_value());
  neighbourhood.Add(3, {Whole(3), Whole(4)}, 4);
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->trial, 1);
  EXPECT_EQ(plateau->mean_score, 8);
  EXPECT_EQ(plateau->neighbours, 4);
  EXPECT_EQ(plateau->neighbours_seen, 2);
}

TEST(NeighbourhoodTest, TheFirstScoreOfAPointCounts) {
  const ParameterSpace space = Space({Integer("a", 1, 3)});
  Neighbourhood neighbourhood(space);
  neighbourhood.Add(0, {Whole(1)}, std::nullopt);
  neighbourhood.Add(1, {Whole(1)}, 5);
  neighbourhood.Add(2, {Whole(1)}, 8);
  neighbourhood.Add(3, {Whole(2)}, std::numeric_limits<double>::quiet_NaN());
  neighbourhood.Add(4, {Whole(2)}, 5);
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  // Both have a mean of 5; the earlier trial is taken.
  EXPECT_EQ(plateau->trial, 1);
  EXPECT_EQ(plateau->mean_score, 5);
}

TEST(NeighbourhoodTest, ConditionsAreKept) {
  const ParameterSpace space = ConditionalSpace();
  const Neighbourhood full = Full(space, [](const SearchPoint& point) {
    return point[0] ? NumberAt(point, 0) : 50.0;
  });
  const Stability stability =
      full.StabilityAt({Whole(2), std::nullopt, Text("sma")}, 2);
  EXPECT_EQ(stability.neighbours, 2);
  EXPECT_EQ(stability.worst_drop, 1);
  // What has no neighbours is no plateau.
  EXPECT_NE(full.BestPlateau()->score, 50);
}

// Steps of 0.05: four of the others differ by at most one in both dimensions,
// and four are expected.
TEST(NeighbourhoodTest, RealNumbersHaveTheTrialsAroundThem) {
  const ParameterSpace space = Space({Real("x", 0, 1), Real("y", 0, 1)});
  Neighbourhood neighbourhood(space);
  neighbourhood.Add(0, {0.5, 0.5}, 10);
  neighbourhood.Add(1, {0.549, 0.5}, 9);
  neighbourhood.Add(2, {0.46, 0.54}, 7);
  neighbourhood.Add(3, {0.5, 0.56}, 1);
  neighbourhood.Add(4, {0.1, 0.1}, 20);
  const Stability stability = neighbourhood.StabilityAt({0.5, 0.5}, 10);
  EXPECT_EQ(stability.neighbours, 4);
  EXPECT_EQ(stability.neighbours_seen, 2);
  EXPECT_EQ(stability.mean_drop, 2);
  EXPECT_EQ(stability.worst_drop, 3);
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->trial, 0);
  EXPECT_EQ(plateau->mean_score, 26 / 3.0);
}

TEST(NeighbourhoodTest, ChoicesAreNotNearToEachOther) {
  const ParameterSpace space =
      Space({Choices("c", {Text("a"), Text("b")}), Real("x", 0, 1)});
  Neighbourhood neighbourhood(space);
  neighbourhood.Add(0, {Text("a"), 0.5}, 10);
  neighbourhood.Add(1, {Text("b"), 0.5}, 9);
  EXPECT_EQ(neighbourhood.StabilityAt({Text("a"), 0.5}, 10).neighbours_seen, 0);
}

// More trials than are kept: the best are, with their neighbours.
TEST(NeighbourhoodTest, TheBestOfAGridAreKept) {
  const ParameterSpace space = Space({Integer("n", 1, 2'000'000)});
  Neighbourhood neighbourhood(space);
  for (int64_t n = 1; n <= 450'000; ++n) {
    const auto number = static_cast<double>(n);
    neighbourhood.Add(n, {n}, n <= 5 ? 1e6 - std::abs(number - 3) : -number);
  }
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->trial, 3);
  EXPECT_EQ(plateau->neighbours_seen, 2);
  EXPECT_NEAR(plateau->mean_score, 1e6 - 2.0 / 3, 1e-9);
  // What was let go isn't seen.
  EXPECT_EQ(neighbourhood.StabilityAt({Whole(440'000)}, 0).neighbours_seen, 2);
  EXPECT_EQ(neighbourhood.StabilityAt({Whole(340'000)}, 0).neighbours_seen, 0);
}

TEST(NeighbourhoodTest, TheBestWithoutAGridAreKept) {
  const ParameterSpace space = Space({Real("x", 0, 1000)});
  Neighbourhood neighbourhood(space);
  for (int i = 0; i < 25'000; ++i) {
    const double x = (i % 1000) + 0.5;
    neighbourhood.Add(i, {x}, -std::abs(x - 300) - i * 1e-6);
  }
  const auto plateau = neighbourhood.BestPlateau();
  ASSERT_TRUE(plateau.has_value());
  EXPECT_GT(plateau->score, -1);
  EXPECT_GE(plateau->neighbours_seen, 2);
}

}  // namespace
}  // namespace admf
