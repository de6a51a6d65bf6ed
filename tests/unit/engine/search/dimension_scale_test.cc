#include "engine/search/dimension_scale.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

std::vector<std::string> Levels(const DimensionScale& scale) {
  std::vector<std::string> values;
  for (int64_t level = 0; level < *scale.level_count(); ++level) {
    values.push_back(ToString(scale.ValueOfLevel(level)));
  }
  return values;
}

TEST(DimensionScaleTest, WholeNumbersCountByOne) {
  const DimensionScale scale(Integer("n", -1, 2));
  EXPECT_EQ(Levels(scale), (std::vector<std::string>{"-1", "0", "1", "2"}));
  EXPECT_TRUE(std::holds_alternative<int64_t>(scale.ValueOfLevel(0)));
}

TEST(DimensionScaleTest, AStepEndsAtOrBelowTheMaximum) {
  EXPECT_EQ(Levels(DimensionScale(Integer("n", 10, 64, 25))),
            (std::vector<std::string>{"10", "35", "60"}));
  // 0.3 / 0.1 is 2.9999999999999996.
  EXPECT_EQ(Levels(DimensionScale(Real("x", 0, 0.3, 0.1))),
            (std::vector<std::string>{"0", "0.1", "0.2", "0.3"}));
  EXPECT_EQ(Levels(DimensionScale(Real("x", 0.1, 0.4, 0.1))),
            (std::vector<std::string>{"0.1", "0.2", "0.3", "0.4"}));
}

TEST(DimensionScaleTest, AFineStepFarFromZeroKeepsItsDigits) {
  const DimensionScale scale(Real("x", 1e9, 1e9 + 1, 1e-5));
  EXPECT_EQ(*scale.level_count(), 100'001);
  EXPECT_LT(std::get<double>(scale.ValueOfLevel(1)),
            std::get<double>(scale.ValueOfLevel(2)));
}

TEST(DimensionScaleTest, LevelsShareTheLineEqually) {
  const DimensionScale scale(Integer("n", 1, 4));
  EXPECT_EQ(scale.FromUnit(0), Whole(1));
  EXPECT_EQ(scale.FromUnit(0.2499), Whole(1));
  EXPECT_EQ(scale.FromUnit(0.25), Whole(2));
  EXPECT_EQ(scale.FromUnit(0.9999), Whole(4));
  EXPECT_EQ(scale.FromUnit(1), Whole(4));
  EXPECT_EQ(scale.FromUnit(-3), Whole(1));
  EXPECT_EQ(scale.ToUnit(Whole(2)), 0.375);
  EXPECT_EQ(scale.ShareOfLevel(3), (std::pair<double, double>{0.75, 1}));
}

TEST(DimensionScaleTest, RealNumbersLieLinearly) {
  const DimensionScale scale(Real("x", -1, 3));
  EXPECT_FALSE(scale.level_count().has_value());
  EXPECT_EQ(scale.FromUnit(0.25), ParameterValue(0.0));
  EXPECT_EQ(scale.ToUnit(0.0), 0.25);
  EXPECT_EQ(scale.FromUnit(1), ParameterValue(3.0));
}

TEST(DimensionScaleTest, ALogarithmicScaleHasEqualRatios) {
  const DimensionScale scale(Logarithmic(Real("x", 0.01, 100)));
  EXPECT_NEAR(std::get<double>(scale.FromUnit(0.25)), 0.1, 1e-15);
  EXPECT_NEAR(std::get<double>(scale.FromUnit(0.5)), 1, 1e-14);
  EXPECT_NEAR(scale.ToUnit(10.0), 0.75, 1e-15);
  EXPECT_EQ(scale.FromUnit(0), ParameterValue(0.01));
  EXPECT_EQ(scale.FromUnit(1), ParameterValue(100.0));
}

// From 0.5 to 4.5 on a logarithmic line; 1 ends at 1.5: ln(1.5 / 0.5) / ln(9).
TEST(DimensionScaleTest, LogarithmicLevelsHaveWhatIsNearer) {
  const DimensionScale scale(Logarithmic(Integer("n", 1, 4)));
  const auto [begin, end] = scale.ShareOfLevel(0);
  EXPECT_EQ(begin, 0);
  EXPECT_NEAR(end, std::log(3) / std::log(9), 1e-15);
  EXPECT_EQ(scale.FromUnit(end - 1e-9), Whole(1));
  EXPECT_EQ(scale.FromUnit(end + 1e-9), Whole(2));
  EXPECT_EQ(scale.ShareOfLevel(3).second, 1);
}

TEST(DimensionScaleTest, EveryLevelComesBackFromItsPlace) {
  for (const SearchDimension& dimension :
       {Integer("n", -5, 500, 7), Logarithmic(Integer("n", 1, 1000, 3)),
        Real("x", 0.1, 7, 0.01), Logarithmic(Real("x", 1e-3, 1, 1e-3)),
        Choices("c", {Text("a"), true, 3.5, Whole(7)})}) {
    const DimensionScale scale(dimension);
    for (int64_t level = 0; level < *scale.level_count(); ++level) {
      const ParameterValue value = scale.ValueOfLevel(level);
      ASSERT_EQ(scale.LevelOf(value), level);
      ASSERT_EQ(scale.FromUnit(scale.ToUnit(value)), value);
    }
  }
}

TEST(DimensionScaleTest, ContainsItsValuesOnly) {
  const DimensionScale step(Real("x", 0, 1, 0.1));
  EXPECT_TRUE(step.Contains(0.1 + 0.2));
  EXPECT_TRUE(step.Contains(Whole(1)));
  EXPECT_FALSE(step.Contains(0.15));
  EXPECT_FALSE(step.Contains(1.1));
  EXPECT_FALSE(step.Contains(-0.1));
  EXPECT_FALSE(step.Contains(Text("0.1")));
  EXPECT_FALSE(step.Contains(std::nan("")));
  const DimensionScale real(Real("x", 0, 1));
  EXPECT_TRUE(real.Contains(0.15));
  EXPECT_FALSE(real.Contains(1.0000001));
  EXPECT_FALSE(real.Contains(std::nan("")));
  const DimensionScale choices(Choices("c", {Whole(1), Text("x")}));
  EXPECT_TRUE(choices.Contains(1.0));
  EXPECT_FALSE(choices.Contains(Text("y")));
}

TEST(DimensionScaleTest, NeighboursAreOneStepAway) {
  using Values = std::vector<ParameterValue>;
  const DimensionScale steps(Integer("n", 10, 40, 10));
  EXPECT_EQ(steps.Neighbours(Whole(20)), (Values{Whole(10), Whole(30)}));
  EXPECT_EQ(steps.Neighbours(Whole(10)), Values{Whole(20)});
  EXPECT_EQ(steps.Neighbours(Whole(40)), Values{Whole(30)});
  const DimensionScale choices(Choices("c", {Text("a"), Text("b")}));
  EXPECT_EQ(choices.Neighbours(Text("a")), Values{Text("b")});
  const DimensionScale one(Integer("n", 3, 3));
  EXPECT_EQ(one.Neighbours(Whole(3)), Values{});
}

TEST(DimensionScaleTest, NeighboursOfRealNumbersAreATwentiethAway) {
  const auto neighbours = DimensionScale(Real("x", 0, 10)).Neighbours(5.0);
  ASSERT_EQ(neighbours.size(), 2u);
  EXPECT_NEAR(std::get<double>(neighbours[0]), 4.5, 1e-12);
  EXPECT_NEAR(std::get<double>(neighbours[1]), 5.5, 1e-12);
  EXPECT_EQ(DimensionScale(Real("x", 0, 10)).Neighbours(0.0).size(), 1u);
  EXPECT_EQ(DimensionScale(Real("x", 0, 10)).Neighbours(9.5).size(), 2u);

  // A twentieth of eight decades.
  const auto ratios =
      DimensionScale(Logarithmic(Real("x", 1e-4, 1e4))).Neighbours(1.0);
  EXPECT_NEAR(std::get<double>(ratios[0]), std::pow(10, -0.4), 1e-12);
  EXPECT_NEAR(std::get<double>(ratios[1]), std::pow(10, 0.4), 1e-12);
}

TEST(DimensionScaleTest, OneRealNumberIsOneLevel) {
  const DimensionScale scale(Logarithmic(Real("x", 2.5, 2.5)));
  EXPECT_EQ(scale.level_count(), 1);
  EXPECT_EQ(scale.FromUnit(0.7), ParameterValue(2.5));
}

}  // namespace
}  // namespace admf
