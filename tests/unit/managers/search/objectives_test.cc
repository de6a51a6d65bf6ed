#include "managers/search/objectives.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "managers/search/trial_table.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

using google::protobuf::Value;

std::vector<ConfigProblem> Resolve(v1::OptimizationConfig* config) {
  std::vector<ConfigProblem> problems;
  ResolveObjectives(config, &problems);
  return problems;
}

TEST(ObjectivesTest, ASharpeRatioIsTheDefault) {
  v1::OptimizationConfig config;
  EXPECT_TRUE(Resolve(&config).empty());
  const Objectives objectives = ToObjectives(config);
  ASSERT_EQ(objectives.objectives.size(), 1u);
  EXPECT_EQ(objectives.objectives[0].metric, "sharpe_ratio");
  EXPECT_EQ(objectives.objectives[0].sign, 1);
  EXPECT_FALSE(objectives.pareto);
  EXPECT_EQ(objectives.ToString(), "sharpe_ratio");
  config.set_objective("volatility");
  EXPECT_EQ(ToObjectives(config).ToString(), "-volatility");
}

TEST(ObjectivesTest, DirectionsComeFromTheMetric) {
  auto config = Parse<v1::OptimizationConfig>(R"(
    objectives { metric: "volatility" }
    objectives { metric: "max_drawdown" weight: 2 }
    objectives { metric: "trade_count" direction: OBJECTIVE_DIRECTION_MINIMIZE }
    combination: OBJECTIVE_COMBINATION_PARETO)");
  EXPECT_TRUE(Resolve(&config).empty());
  const Objectives objectives = ToObjectives(config);
  EXPECT_EQ(objectives.objectives[0].sign, -1);
  EXPECT_EQ(objectives.objectives[1].sign, 1);
  EXPECT_EQ(objectives.objectives[1].weight, 2);
  EXPECT_EQ(objectives.objectives[2].sign, -1);
  EXPECT_TRUE(objectives.pareto);
  EXPECT_EQ(objectives.ToString(),
            "-1 x volatility + 2 x max_drawdown - 1 x trade_count");
}

TEST(ObjectivesTest, RefusesWhatMakesNoSense) {
  auto config = Parse<v1::OptimizationConfig>(R"(
    objective: "sharpe_ratio" objectives { metric: "cagr" })");
  EXPECT_EQ(Resolve(&config).size(), 1u);
  config = Parse<v1::OptimizationConfig>(R"(objective: "sharp")");
  EXPECT_EQ(Resolve(&config).size(), 1u);
  config = Parse<v1::OptimizationConfig>(
      R"(combination: OBJECTIVE_COMBINATION_PARETO)");
  EXPECT_EQ(Resolve(&config).size(), 1u);
  config = Parse<v1::OptimizationConfig>(
      R"(objectives { metric: "cagr" weight: 0 })");
  EXPECT_EQ(Resolve(&config).size(), 1u);
  config = Parse<v1::OptimizationConfig>(
      R"(objectives { metric: "cagr" } objectives { metric: "volatility" }
         objectives { metric: "cagr" })");
  const auto twice = Resolve(&config);
  ASSERT_EQ(twice.size(), 1u);
  EXPECT_EQ(twice[0].field,
            "workflow.optimization_config.objectives[2].metric");
}

TEST(ObjectivesTest, ReadsConstraintsOnMetrics) {
  std::vector<ConfigProblem> problems;
  const auto constraint = ReadMetricConstraint(Parse<Value>(R"(struct_value {
        fields { key: "metric" value { string_value: "trade_count" } }
        fields { key: "min" value { number_value: 30 } } })"),
                                               "c", &problems);
  ASSERT_TRUE(constraint.has_value());
  EXPECT_EQ(constraint->min, 30);
  EXPECT_FALSE(constraint->max.has_value());
  for (const char* wrong :
       {R"(fields { key: "metric" value { string_value: "trade_count" } })",
        R"(fields { key: "min" value { number_value: 1 } })",
        R"(fields { key: "metric" value { string_value: "trade_count" } }
           fields { key: "least" value { number_value: 1 } })",
        R"(fields { key: "metric" value { string_value: "trade_count" } }
           fields { key: "min" value { number_value: 2 } }
           fields { key: "max" value { number_value: 1 } })"}) {
    problems.clear();
    EXPECT_FALSE(ReadMetricConstraint(
        Parse<Value>("struct_value {" + std::string(wrong) + "}"), "c",
        &problems));
    EXPECT_FALSE(problems.empty()) << wrong;
  }
}

TEST(ObjectivesTest, JudgesTrials) {
  Objectives objectives;
  objectives.objectives = {{"sharpe_ratio", 1, 2}, {"volatility", -1, 10}};
  objectives.constraints = {{"trade_count", 10, std::nullopt}};
  const std::vector<std::string> names = {"sharpe_ratio", "trade_count",
                                          "volatility"};
  ScoredTrial trial;
  trial.outcome.metrics = {1.5, 12, 0.25};
  Judge(objectives, names, &trial);
  ASSERT_TRUE(trial.feasible());
  EXPECT_EQ(trial.objectives, (std::vector<double>{1.5, -0.25}));
  EXPECT_EQ(trial.score, 2 * 1.5 - 10 * 0.25);
  trial.outcome.metrics = {1.5, 9, 0.25};
  Judge(objectives, names, &trial);
  EXPECT_FALSE(trial.feasible());
  EXPECT_TRUE(std::isnan(trial.score));
  trial.outcome.metrics = {std::numeric_limits<double>::quiet_NaN(), 12, 0.25};
  Judge(objectives, names, &trial);
  EXPECT_FALSE(trial.feasible());
}

}  // namespace
}  // namespace admf
