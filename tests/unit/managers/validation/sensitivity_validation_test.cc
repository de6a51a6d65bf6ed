#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/metrics/metric_values.h"
#include "managers/validation/resolve_validation.h"
#include "managers/workflow_manager.h"
#include "tests/unit/engine/execution/test_bars.h"
#include "tests/unit/managers/search/search_fixture.h"
#include "tests/unit/managers/validation/validation_fixture.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Numbers = std::vector<double>;
using Steps = std::vector<int64_t>;
using Texts = std::vector<std::string>;

/// Falls for 50 bars and rises for 50: bought once, and never sold.
std::shared_ptr<const BarSeries> OneTurn() {
  std::vector<double> prices;
  for (int i = 0; i < 100; ++i) prices.push_back(100 + std::abs(i - 50));
  return MakeFlatBars(prices);
}

TEST(SensitivityValidationTest, ADropIsAPartOfTheScore) {
  const auto findings = ValidationRun(RandomWalk(400, 2),
                                      "method: VALIDATION_METHOD_SENSITIVITY "
                                      "metric: \"final_equity\"")
                            .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const auto scores =
      ColumnOf<Numbers>(*findings, "sensitivity", "final_equity");
  const auto drops = ColumnOf<Numbers>(*findings, "sensitivity", "drop");
  // Two steps to both sides of two periods, and the run itself.
  ASSERT_EQ(scores.size(), 9u);
  EXPECT_EQ(drops[0], 0);
  for (size_t i = 1; i < scores.size(); ++i) {
    EXPECT_NEAR(drops[i], 1 - scores[i] / scores[0], 1e-12) << i;
  }
  EXPECT_DOUBLE_EQ(*std::max_element(drops.begin() + 1, drops.end()),
                   findings->metrics.values.at("sensitivity_worst_drop"));
}

TEST(SensitivityValidationTest, ThePositionAtTheEndStaysAsTheRunLeavesIt) {
  const auto findings = ValidationRun(OneTurn(),
                                      "method: VALIDATION_METHOD_SENSITIVITY "
                                      "metric: \"trade_count\"")
                            .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(ColumnOf<Numbers>(*findings, "sensitivity", "trade_count").front(),
            0);
}

TEST(SensitivityValidationTest, ANeighbourThatDefinesNothingIsNotLeftOut) {
  // An average of 90 bars begins after the turn: nothing is bought.
  const auto findings =
      ValidationRun(OneTurn(), "method: VALIDATION_METHOD_SENSITIVITY", R"pb(
        parameter_space {
          key: "slow_period"
          value {
            list_value {
              values { number_value: 20 }
              values { number_value: 21 }
              values { number_value: 90 }
            }
          }
        })pb")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const Metrics& metrics = findings->metrics;
  EXPECT_TRUE(metrics.values.contains("sensitivity_worst_drop_one_step"));
  EXPECT_FALSE(metrics.values.contains("sensitivity_worst_drop"));
  EXPECT_THAT(metrics.undefined.at("sensitivity_worst_drop"),
              HasSubstr("with slow_period at 90"));
}

TEST(SensitivityValidationTest, ASearchSaysWhatMovesAndWhatIsMeasured) {
  const auto findings =
      ValidationRun(RandomWalk(400, 2), "method: VALIDATION_METHOD_SENSITIVITY",
                    R"pb(
                      objective: "volatility"
                      parameter_space {
                        key: "fast_period"
                        value {
                          list_value {
                            values { number_value: 9 }
                            values { number_value: 2 }
                            values { number_value: 5 }
                          }
                        }
                      }
                      parameter_space {
                        key: "slow_period"
                        value { string_value: "range(15, 39, 6)" }
                      })pb")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  // 5 is in its list; 20 lies between 15 and 21.
  EXPECT_THAT(ColumnOf<Texts>(*findings, "sensitivity", "parameter"),
              ElementsAre("", "fast_period", "fast_period", "slow_period",
                          "slow_period", "slow_period"));
  EXPECT_THAT(ColumnOf<Steps>(*findings, "sensitivity", "step"),
              ElementsAre(0, -1, 1, -1, 1, 2));
  const auto values = ColumnOf<Numbers>(*findings, "sensitivity", "value");
  EXPECT_THAT(Numbers(values.begin() + 1, values.end()),
              ElementsAre(2, 9, 15, 21, 27));
  // Less of it is better, so a neighbour with more of it is a fall.
  const auto volatility =
      ColumnOf<Numbers>(*findings, "sensitivity", "volatility");
  const auto drops = ColumnOf<Numbers>(*findings, "sensitivity", "drop");
  for (size_t i = 1; i < drops.size(); ++i) {
    EXPECT_NEAR(drops[i], volatility[i] / volatility[0] - 1, 1e-12) << i;
  }
}

TEST(SensitivityValidationTest, NumbersOfTheRunMoveWhereTheSpaceHasThem) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_units(v1::UNIT_TYPE_FRACTIONAL);
  const auto findings =
      ValidationRun(RandomWalk(400, 2), "method: VALIDATION_METHOD_SENSITIVITY",
                    R"pb(
                      objective: "volatility"
                      parameter_space {
                        key: "portfolio.sizing.percent"
                        value { string_value: "range(25, 100, 25)" }
                      })pb",
                    run)
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_THAT(
      ColumnOf<Texts>(*findings, "sensitivity", "parameter"),
      ElementsAre("", "portfolio.sizing.percent", "portfolio.sizing.percent"));
  const auto values = ColumnOf<Numbers>(*findings, "sensitivity", "value");
  EXPECT_THAT(Numbers(values.begin() + 1, values.end()), ElementsAre(50, 75));
}

TEST(SensitivityValidationTest, WeightsOfMembersMove) {
  v1::BacktestConfig run = CrossoverRun();
  *run.mutable_strategy() = Parse<v1::StrategyConfig>(R"(
      type: "ensemble"
      params { key: "vote" value { string_value: "weighted" } }
      params { key: "threshold" value { number_value: 0.5 } }
      members {
        key: "fast"
        value {
          type: "sma_crossover" weight: 2
          params { key: "fast_period" value { number_value: 5 } }
          params { key: "slow_period" value { number_value: 20 } }
        }
      }
      members {
        key: "slow"
        value {
          type: "sma_crossover" weight: 1
          params { key: "fast_period" value { number_value: 10 } }
          params { key: "slow_period" value { number_value: 40 } }
        }
      })");
  const auto findings =
      ValidationRun(RandomWalk(400, 2), "method: VALIDATION_METHOD_SENSITIVITY",
                    R"pb(
                      parameter_space {
                        key: "fast.weight"
                        value { string_value: "range(1, 4, 1)" }
                      })pb",
                    run)
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const auto values = ColumnOf<Numbers>(*findings, "sensitivity", "value");
  EXPECT_THAT(Numbers(values.begin() + 1, values.end()), ElementsAre(1, 3, 4));
}

TEST(ResolveMovedParametersTest, RefusesWhatHasNoNumberInTheRun) {
  v1::WorkflowConfig config;
  *config.mutable_backtest_config() = CrossoverRun();
  *config.mutable_optimization_config() = Parse<v1::OptimizationConfig>(R"pb(
    parameter_space {
      key: "risk.stop_loss"
      value { string_value: "range(0.01, 0.05, 0.01)" }
    }
    parameter_space {
      key: "fast_period"
      value { string_value: "range(3, 9, 1)" }
    })pb");
  std::vector<ConfigProblem> problems;
  ResolveMovedParameters(&config, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field,
            "workflow.optimization_config.parameter_space.risk.stop_loss");
  EXPECT_THAT(problems[0].description, HasSubstr("no number in the run"));

  config.mutable_backtest_config()->mutable_risk()->set_stop_loss(0.02);
  problems.clear();
  ResolveMovedParameters(&config, &problems);
  EXPECT_TRUE(problems.empty());
}

TEST(ResolveMovedParametersTest, RefusesWhatASearchAloneNeeds) {
  v1::WorkflowConfig config;
  *config.mutable_backtest_config() = CrossoverRun();
  *config.mutable_optimization_config() = Parse<v1::OptimizationConfig>(R"pb(
    max_trials: 10
    combination: OBJECTIVE_COMBINATION_PARETO
    parameter_space {
      key: "fast_period"
      value { string_value: "range(3, 5, 1)" }
    })pb");
  std::vector<ConfigProblem> problems;
  ResolveMovedParameters(&config, &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].field, "workflow.optimization_config.max_trials");
  EXPECT_THAT(problems[0].description, HasSubstr("searches nothing"));
  EXPECT_EQ(problems[1].field, "workflow.optimization_config.combination");

  // What is filled in is no reason to refuse it another time.
  config.mutable_optimization_config()->clear_max_trials();
  config.mutable_optimization_config()->clear_combination();
  problems.clear();
  ResolveMovedParameters(&config, &problems);
  ResolveMovedParameters(&config, &problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(config.optimization_config().objective(), "sharpe_ratio");
}

TEST(ResolveSearchOfSplitsTest, RefusesWhatOnlyASearchShows) {
  v1::WorkflowConfig config;
  *config.mutable_backtest_config() = CrossoverRun();
  *config.mutable_optimization_config() = Parse<v1::OptimizationConfig>(R"pb(
    algorithm: SEARCH_ALGORITHM_RANDOM
    max_trials: 2
    overfitting_blocks: 8
    objectives { metric: "sharpe_ratio" }
    objectives { metric: "max_drawdown" }
    combination: OBJECTIVE_COMBINATION_PARETO
    parameter_space {
      key: "fast_period"
      value { string_value: "range(3, 5, 1)" }
    })pb");
  std::vector<ConfigProblem> problems;
  ResolveSearchOfSplits(&config, &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].field,
            "workflow.optimization_config.overfitting_blocks");
  EXPECT_EQ(problems[1].field, "workflow.optimization_config.combination");

  // What is filled in is no reason to refuse it another time.
  config.mutable_optimization_config()->set_combination(
      v1::OBJECTIVE_COMBINATION_WEIGHTED);
  problems.clear();
  ResolveSearchOfSplits(&config, &problems);
  ResolveSearchOfSplits(&config, &problems);
  EXPECT_TRUE(problems.empty());
}

TEST(ResolveValidationTest, SensitivityHasOneMeasure) {
  auto config = Parse<v1::ValidationConfig>(
      "method: VALIDATION_METHOD_SENSITIVITY metric: 'cagr' "
      "step_fraction: 0.2");
  std::vector<ConfigProblem> problems;
  ResolveValidation(&config, /*has_optimization=*/true, &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].field, "workflow.validation_config.metric");
  EXPECT_EQ(problems[1].field, "workflow.validation_config.step_fraction");
}

TEST(ResolveValidationTest, RefusesMoreThanThereMayBe) {
  auto splits = Parse<v1::ValidationConfig>(
      "method: VALIDATION_METHOD_CPCV groups: 16 test_groups: 8");
  std::vector<ConfigProblem> problems;
  ResolveValidation(&splits, /*has_optimization=*/false, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].description, HasSubstr("make 12870 splits"));
  splits.set_test_groups(5);
  problems.clear();
  ResolveValidation(&splits, /*has_optimization=*/false, &problems);
  EXPECT_TRUE(problems.empty());

  auto factors =
      Parse<v1::ValidationConfig>("method: VALIDATION_METHOD_MONTE_CARLO");
  for (int i = 0; i < 21; ++i) factors.add_delay_bars(1);
  ResolveValidation(&factors, /*has_optimization=*/false, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field, "workflow.validation_config.delay_bars");
  EXPECT_EQ(problems[0].description, "there are 21; 20 are the limit");
}

}  // namespace
}  // namespace admf
