#include "managers/validation/parameter_steps.h"

#include <cstdint>
#include <map>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

using Kind = SearchDimension::Kind;
using Steps = std::map<int, double>;

TEST(ParameterStepsTest, AListHasItsNextNumbersInAnyOrder) {
  const SearchDimension list = {.choices = {int64_t{20}, 2.5, int64_t{5},
                                            std::string("auto"), int64_t{10}}};
  EXPECT_EQ(StepsAlong(list, 5, 2), (Steps{{-1, 2.5}, {1, 10}, {2, 20}}));
  EXPECT_EQ(StepsAlong(list, 20, 2), (Steps{{-2, 5}, {-1, 10}}));
}

TEST(ParameterStepsTest, AValueBesideTheListHasItsNeighboursThere) {
  const SearchDimension list = {
      .choices = {int64_t{5}, int64_t{10}, int64_t{20}}};
  EXPECT_EQ(StepsAlong(list, 7, 1), (Steps{{-1, 5}, {1, 10}}));
  EXPECT_EQ(StepsAlong(list, 100, 1), (Steps{{-1, 20}}));
}

TEST(ParameterStepsTest, ARangeOfWholeNumbersEndsAtItsLastStep) {
  // 2, 5, 8.
  const SearchDimension range = {
      .kind = Kind::kInteger, .minimum = 2, .maximum = 10, .step = 3};
  EXPECT_EQ(StepsAlong(range, 5, 2), (Steps{{-1, 2}, {1, 8}}));
  EXPECT_EQ(StepsAlong(range, 9, 2), (Steps{{-2, 5}, {-1, 8}}));
}

TEST(ParameterStepsTest, ARangeLongerThanMemoryIsWalkedAtItsPlace) {
  const SearchDimension range = {
      .kind = Kind::kInteger, .minimum = 1, .maximum = 0x1p52};
  EXPECT_EQ(StepsAlong(range, 0x1p51, 1),
            (Steps{{-1, 0x1p51 - 1}, {1, 0x1p51 + 1}}));
}

TEST(ParameterStepsTest, ARealRangeWithStepsHasTheirRoundValues) {
  const SearchDimension range = {
      .kind = Kind::kReal, .minimum = 0.1, .maximum = 0.5, .step = 0.1};
  // 0.1 + 2 x 0.1 is 0.30000000000000004.
  EXPECT_EQ(StepsAlong(range, 0.2, 2), (Steps{{-1, 0.1}, {1, 0.3}, {2, 0.4}}));
}

TEST(ParameterStepsTest, ARealRangeWithoutStepsMovesByTwentieths) {
  const SearchDimension range = {
      .kind = Kind::kReal, .minimum = 0, .maximum = 40};
  EXPECT_EQ(StepsAlong(range, 37, 2), (Steps{{-2, 33}, {-1, 35}, {1, 39}}));
}

TEST(ParameterStepsTest, AFractionOfTheValueMovesAsFarDownAsUp) {
  EXPECT_EQ(StepsByFraction(-8, 0.25, /*whole=*/false, 2),
            (Steps{{-2, -12}, {-1, -10}, {1, -6}, {2, -4}}));
  EXPECT_EQ(StepsByFraction(0, 0.25, /*whole=*/false, 2), Steps());
}

TEST(ParameterStepsTest, WholeNumbersMoveByWholeOnes) {
  // 2.6, rounded.
  EXPECT_EQ(StepsByFraction(26, 0.1, /*whole=*/true, 1),
            (Steps{{-1, 23}, {1, 29}}));
  EXPECT_EQ(StepsByFraction(3, 0.1, /*whole=*/true, 1),
            (Steps{{-1, 2}, {1, 4}}));
  EXPECT_EQ(StepsByFraction(0, 0.1, /*whole=*/true, 1),
            (Steps{{-1, -1}, {1, 1}}));
}

}  // namespace
}  // namespace admf
