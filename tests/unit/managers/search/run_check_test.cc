#include "managers/search/run_check.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

void SetParameter(const std::string& name, double value,
                  v1::BacktestConfig* run) {
  (*run->mutable_strategy()->mutable_params())[name].set_number_value(value);
}

std::vector<std::string> NamesOf(const std::vector<ParameterProblem>& found) {
  std::vector<std::string> names;
  for (const ParameterProblem& problem : found) names.push_back(problem.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(RunCheckTest, FindsNothingInARunThatCanBeMade) {
  const v1::BacktestConfig run = CrossoverRun();
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/false)), Names());
  EXPECT_TRUE(IsValidStrategy(run.strategy()));
  EXPECT_TRUE(IsValidRun(run));
}

TEST(RunCheckTest, KnowsWhatFitsTogether) {
  v1::BacktestConfig run = CrossoverRun();
  SetParameter("fast_period", 30, &run);
  EXPECT_FALSE(IsValidStrategy(run.strategy()));
  EXPECT_FALSE(IsValidRun(run));
  EXPECT_EQ(FindRunProblems(run, /*alone=*/false).size(), 1u);
  // Each for itself is well.
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/true)), Names());
}

TEST(RunCheckTest, LeavesTheNumbersOfTheRunOutOfTheStrategy) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_risk()->set_stop_loss(1.5);
  EXPECT_TRUE(IsValidStrategy(run.strategy()));
  EXPECT_FALSE(IsValidRun(run));
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/false)),
            Names{"risk.stop_loss"});
}

TEST(RunCheckTest, NamesStrategiesFirstAndMembersByTheirNames) {
  auto run = Parse<v1::BacktestConfig>(R"(
    strategy {
      type: "ensemble"
      members { key: "zeta" value { type: "sma_crossover" weight: 1 } }
      members { key: "alpha" value { type: "sma_crossover" weight: 1 } }
    })");
  *run.mutable_portfolio() = CrossoverRun().portfolio();
  ASSERT_EQ(NamesOf(FindRunProblems(run, /*alone=*/false)), Names());

  auto& members = *run.mutable_strategy()->mutable_members();
  (*members["zeta"].mutable_params())["fast_period"].set_number_value(0);
  (*members["alpha"].mutable_params())["slow_period"].set_number_value(2.5);
  run.mutable_risk()->set_take_profit(-1);
  const Names expected = {"alpha.slow_period", "zeta.fast_period",
                          "risk.take_profit"};
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/false)), expected);
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/true)), expected);
  EXPECT_FALSE(IsValidStrategy(run.strategy()));
}

TEST(RunCheckTest, RefusesWhatIsNoParameter) {
  v1::BacktestConfig run = CrossoverRun();
  (*run.mutable_strategy()->mutable_params())["fast_period"]
      .mutable_list_value();
  EXPECT_FALSE(IsValidStrategy(run.strategy()));
  EXPECT_EQ(NamesOf(FindRunProblems(run, /*alone=*/false)),
            Names{"fast_period"});

  run = CrossoverRun();
  run.mutable_strategy()->set_type("tea_leaves");
  EXPECT_FALSE(IsValidStrategy(run.strategy()));
  EXPECT_EQ(FindRunProblems(run, /*alone=*/false).front().description,
            "there is no strategy tea_leaves");
}

}  // namespace
}  // namespace admf
