#include "engine/search/parameter_space.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

std::vector<std::string> GridTexts(const ParameterSpace& space) {
  std::vector<std::string> texts;
  for (int64_t i = 0; i < space.GridSize().value(); ++i) {
    texts.push_back(space.PointText(space.GridPoint(i)));
  }
  return texts;
}

std::vector<std::string> Texts(const ParameterSpace& space,
                               const std::vector<SearchPoint>& points) {
  std::vector<std::string> texts;
  for (const auto& point : points) texts.push_back(space.PointText(point));
  return texts;
}

void ExpectRefused(std::vector<SearchDimension> dimensions,
                   const std::string& message) {
  const auto space = ParameterSpace::Create(std::move(dimensions));
  EXPECT_EQ(space.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(space.status().message(), message);
}

TEST(ParameterSpaceTest, DimensionsGoByName) {
  const ParameterSpace space =
      Space({Integer("slow", 10, 20, 10), Integer("fast", 1, 2)});
  EXPECT_EQ(space.dimensions()[0].name, "fast");
  EXPECT_EQ(space.IndexOf("slow"), 1u);
  EXPECT_FALSE(space.IndexOf("medium").has_value());
  EXPECT_EQ(GridTexts(space),
            (std::vector<std::string>{"fast=1 slow=10", "fast=1 slow=20",
                                      "fast=2 slow=10", "fast=2 slow=20"}));
}

TEST(ParameterSpaceTest, AGridHasEveryPointOfConditionsOnce) {
  EXPECT_EQ(
      GridTexts(ConditionalSpace()),
      (std::vector<std::string>{
          "period=1 signal=8 type=\"macd\"", "period=1 signal=9 type=\"macd\"",
          "period=2 signal=8 type=\"macd\"", "period=2 signal=9 type=\"macd\"",
          "period=3 signal=8 type=\"macd\"", "period=3 signal=9 type=\"macd\"",
          "type=\"none\"", "period=1 type=\"sma\"", "period=2 type=\"sma\"",
          "period=3 type=\"sma\""}));
}

TEST(ParameterSpaceTest, GridIndexIsTheInverse) {
  for (const ParameterSpace& space :
       {ConditionalSpace(), Space({Real("x", 0, 1, 0.1), Integer("n", 1, 7, 2),
                                   Choices("c", {true, false})})}) {
    for (int64_t i = 0; i < *space.GridSize(); ++i) {
      const SearchPoint point = space.GridPoint(i);
      EXPECT_TRUE(space.Contains(point));
      EXPECT_EQ(space.GridIndex(point), i);
      EXPECT_EQ(space.FromUnit(space.ToUnit(point)), point);
    }
  }
}

TEST(ParameterSpaceTest, ARealNumberWithoutAStepHasNoGrid) {
  const ParameterSpace space = Space({Integer("n", 1, 2), Real("x", 0, 1)});
  EXPECT_FALSE(space.GridSize().has_value());
  EXPECT_FALSE(space.GridIndex({Whole(1), 0.5}).has_value());
}

// 3 x 10^9 squared is below 2^63 and above 2^62.
TEST(ParameterSpaceTest, TooManyPointsHaveNoGrid) {
  EXPECT_FALSE(Space({Integer("a", 1, 3e9), Integer("b", 1, 3e9)})
                   .GridSize()
                   .has_value());
  EXPECT_EQ(Space({Integer("a", 1, 3e9), Integer("b", 1, 1e9)}).GridSize(),
            3'000'000'000'000'000'000);
}

TEST(ParameterSpaceTest, PlacesOfInactiveDimensionsDontMatter) {
  const ParameterSpace space = ConditionalSpace();
  // period, signal, type
  EXPECT_EQ(space.PointText(space.FromUnit(std::vector{0.5, 0.9, 0.1})),
            "period=2 signal=9 type=\"macd\"");
  EXPECT_EQ(space.FromUnit(std::vector{0.1, 0.9, 0.5}),
            space.FromUnit(std::vector{0.7, 0.3, 0.5}));
  EXPECT_EQ(space.PointText(space.FromUnit(std::vector{0.9, 0.9, 0.9})),
            "period=3 type=\"sma\"");
}

TEST(ParameterSpaceTest, ContainsWhatIsActiveOnly) {
  const ParameterSpace space = ConditionalSpace();
  EXPECT_TRUE(space.Contains({Whole(2), std::nullopt, Text("sma")}));
  EXPECT_FALSE(space.Contains({Whole(2), Whole(8), Text("sma")}));
  EXPECT_FALSE(space.Contains({Whole(2), std::nullopt, Text("macd")}));
  EXPECT_FALSE(space.Contains({Whole(4), std::nullopt, Text("sma")}));
  EXPECT_FALSE(space.Contains({Whole(2), std::nullopt, std::nullopt}));
  EXPECT_FALSE(space.Contains({Whole(2), std::nullopt}));
}

// c is there only if b is, which is there only if a is 2.
TEST(ParameterSpaceTest, ConditionsGoOnThroughInactiveDimensions) {
  const ParameterSpace space = Space({When(Integer("a", 1, 2), "z", {true}),
                                      When(Integer("b", 1, 2), "a", {2.0}),
                                      Choices("z", {false, true})});
  EXPECT_EQ(GridTexts(space),
            (std::vector<std::string>{"z=false", "a=1 z=true", "a=2 b=1 z=true",
                                      "a=2 b=2 z=true"}));
  EXPECT_FALSE(space.IsActive(1, {std::nullopt, std::nullopt, false}));
}

TEST(ParameterSpaceTest, NeighboursDifferInOneDimension) {
  const ParameterSpace space =
      Space({Integer("fast", 1, 3), Integer("slow", 10, 30, 10)});
  EXPECT_EQ(Texts(space, space.Neighbours({Whole(2), Whole(10)})),
            (std::vector<std::string>{"fast=1 slow=10", "fast=3 slow=10",
                                      "fast=2 slow=20"}));
}

TEST(ParameterSpaceTest, NeighboursHaveTheSameActiveDimensions) {
  const ParameterSpace space = ConditionalSpace();
  EXPECT_EQ(
      Texts(space, space.Neighbours({Whole(2), std::nullopt, Text("sma")})),
      (std::vector<std::string>{"period=1 type=\"sma\"",
                                "period=3 type=\"sma\""}));
  EXPECT_TRUE(
      space.Neighbours({std::nullopt, std::nullopt, Text("none")}).empty());
}

TEST(ParameterSpaceTest, RefusesWhatIsWrongWithOneDimension) {
  ExpectRefused({}, "there are no parameters to vary; name at least one");
  ExpectRefused({Integer("", 1, 2)}, "a parameter has no name");
  ExpectRefused({Integer("n", 1, 2), Real("n", 0, 1)},
                "parameter n: is there twice; name each one once");
  ExpectRefused({Choices("c", {})},
                "parameter c: has no values; list at least one");
  ExpectRefused({Choices("c", {Whole(1), 1.0})},
                "parameter c: lists 1 twice; list each value once");
  ExpectRefused({Integer("n", 5, 2)},
                "parameter n: the minimum 5 is above the maximum 2; exchange "
                "them");
  ExpectRefused({Integer("n", 0.5, 2)},
                "parameter n: the minimum of whole numbers must be a whole "
                "number, not 0.5");
  ExpectRefused({Integer("n", 1, 2, 0.5)},
                "parameter n: the step of whole numbers must be a whole "
                "number, not 0.5");
  ExpectRefused({Real("x", 0, 1, 0)},
                "parameter x: the step must be above 0, not 0");
  ExpectRefused({Real("x", 0, std::numeric_limits<double>::infinity())},
                "parameter x: minimum and maximum must be finite numbers");
  ExpectRefused({Real("x", std::nan(""), 1)},
                "parameter x: minimum and maximum must be finite numbers");
  ExpectRefused({Logarithmic(Real("x", 0, 1))},
                "parameter x: a logarithmic scale needs a minimum above 0, not "
                "0; raise it or use a linear scale");
  ExpectRefused({Real("x", 0, 1, 1e-13)},
                "parameter x: has more than 1000000000000 values; take a "
                "larger step");
}

TEST(ParameterSpaceTest, FindsAllProblemsWithTheirPlaces) {
  const auto problems = ParameterSpace::FindProblems(
      {When(Choices("c", {Whole(1), Whole(2), 1.0}), "n", {Whole(3)}),
       Logarithmic(Integer("n", 5, -2, 0)),
       When(Integer("x", 1, 2), "y", {Whole(4), Whole(9), Whole(3)}),
       Integer("y", 3, 4)});
  std::vector<std::string> places;
  for (const SpaceProblem& problem : problems) {
    places.push_back(problem.name + "." + problem.key);
    if (problem.index) places.back() += std::to_string(*problem.index);
  }
  EXPECT_EQ(places, (std::vector<std::string>{"c.values2", "n.min", "n.step",
                                              "x.when1"}));
}

TEST(ParameterSpaceTest, RefusesConditionsThatCantBe) {
  ExpectRefused(
      {When(Integer("n", 1, 2), "typo", {Whole(1)}), Integer("type", 1, 2)},
      "parameter n: depends on typo, which is not varied; did you "
      "mean type?");
  ExpectRefused({When(Integer("n", 1, 2), "elsewhere", {Whole(1)})},
                "parameter n: depends on elsewhere, which is not varied; vary "
                "it, too, or leave the condition out");
  ExpectRefused({When(Integer("n", 1, 2), "x", {0.5}), Real("x", 0, 1)},
                "parameter n: depends on x, which has no countable values; "
                "give that one a step");
  ExpectRefused({When(Integer("n", 1, 2), "m", {}), Integer("m", 1, 2)},
                "parameter n: depends on no value of m; name at least one");
  ExpectRefused({When(Integer("n", 1, 2), "m", {Whole(3)}), Integer("m", 1, 2)},
                "parameter n: depends on m = 3, which is none of its values");
  ExpectRefused({When(Integer("m", 1, 2), "n", {Whole(1)}),
                 When(Integer("n", 1, 2), "m", {Whole(1)})},
                "parameter m: depends on n, which depends on it in a circle; "
                "leave one of the conditions out");
}

}  // namespace
}  // namespace admf
