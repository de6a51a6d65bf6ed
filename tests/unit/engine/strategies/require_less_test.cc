#include "engine/strategies/require_less.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

std::vector<ParameterProblem> Check(int64_t count, double level) {
  std::vector<ParameterProblem> problems;
  const auto parameters = ParameterSet::Resolve(
      {ParameterDefinition::Integer("count", 1, 0, 100, "A count."),
       ParameterDefinition::Real("level", 1, 0, 100, "A level.")},
      {{"count", count}, {"level", level}}, &problems);
  RequireLess(parameters, "count", "level", &problems);
  return problems;
}

TEST(RequireLessTest, AcceptsLess) { EXPECT_TRUE(Check(3, 3.5).empty()); }

TEST(RequireLessTest, RefusesEqualAndGreater) {
  const auto equal = Check(3, 3);
  ASSERT_EQ(equal.size(), 1u);
  EXPECT_EQ(equal[0].name, "count");
  EXPECT_EQ(equal[0].description, "count (3) must be less than level (3)");
  const auto greater = Check(4, 3.5);
  ASSERT_EQ(greater.size(), 1u);
  EXPECT_EQ(greater[0].description, "count (4) must be less than level (3.5)");
}

TEST(RequireAtMostTest, RefusesGreaterAlone) {
  std::vector<ParameterProblem> problems;
  const auto parameters = ParameterSet::Resolve(
      {ParameterDefinition::Integer("a", 2, 0, 9, "One."),
       ParameterDefinition::Integer("b", 2, 0, 9, "Two."),
       ParameterDefinition::Integer("c", 3, 0, 9, "Three.")},
      {}, &problems);
  RequireAtMost(parameters, "a", "b", &problems);
  RequireAtMost(parameters, "a", "c", &problems);
  EXPECT_TRUE(problems.empty());
  RequireAtMost(parameters, "c", "b", &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].name, "c");
  EXPECT_EQ(problems[0].description, "c (3) must be at most b (2)");
}

TEST(RequireLessDeathTest, ChecksThatThereAreSuchParameters) {
  std::vector<ParameterProblem> problems;
  EXPECT_DEATH(RequireLess(ParameterSet(), "a", "b", &problems),
               "broken invariant");
}

}  // namespace
}  // namespace admf
