#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/metrics/metric_values.h"
#include "managers/validation/resolve_validation.h"
#include "managers/workflow_manager.h"
#include "tests/unit/engine/execution/test_bars.h"
#include "tests/unit/managers/search/search_fixture.h"
#include "tests/unit/managers/validation/validation_fixture.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

TEST(MonteCarloTest, ABlockIsAtMostAThirdOfTheReturns) {
  // 300 daily bars have 299 returns.
  const auto too_long =
      ValidationRun(RandomWalk(300, 1),
                    "method: VALIDATION_METHOD_MONTE_CARLO samples: 100 "
                    "block_length: 101")
          .Run();
  EXPECT_TRUE(absl::IsInvalidArgument(too_long.status()));
  EXPECT_THAT(too_long.status().message(), HasSubstr("at most 100"));
  EXPECT_TRUE(ValidationRun(RandomWalk(300, 1),
                            "method: VALIDATION_METHOD_MONTE_CARLO "
                            "samples: 100 block_length: 100")
                  .Run()
                  .ok());
}

TEST(MonteCarloTest, TheObservedDrawdownIsThatAtTheEndsOfTrades) {
  const auto findings =
      ValidationRun(RandomWalk(600, 1),
                    "method: VALIDATION_METHOD_MONTE_CARLO samples: 100")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const auto& values = findings->metrics.values;
  const double observed = values.at("trade_order_max_drawdown_observed");
  EXPECT_LT(observed, 0);
  // Closes in between are a part of the run's own.
  EXPECT_GE(observed, values.at("max_drawdown"));
}

TEST(MonteCarloTest, AfterRuinThereIsNothingToDrawFrom) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_direction(v1::DIRECTION_SHORT_ONLY);
  const auto findings =
      ValidationRun(ShortSqueeze(),
                    "method: VALIDATION_METHOD_MONTE_CARLO samples: 100", "",
                    run)
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  const Metrics& metrics = findings->metrics;
  ASSERT_LE(metrics.values.at("max_drawdown"), -1);
  for (const char* name :
       {"bootstrap_max_drawdown_p95", "bootstrap_total_return_p50",
        "bootstrap_probability_of_loss", "bootstrap_sharpe_ratio_p05",
        "bootstrap_sharpe_p_value"}) {
    EXPECT_FALSE(metrics.values.contains(name)) << name;
    EXPECT_THAT(metrics.undefined.at(name), HasSubstr("not above zero"));
  }
}

TEST(MonteCarloTest, TheWorstRunIsUnknownIfOneIsRuined) {
  // Falls slowly, rises for 15 bars, in which the short position is closed, and
  // jumps: who is 15 bars late is short at the jump.
  std::vector<double> prices;
  for (int i = 0; i < 40; ++i) prices.push_back(100 + i);
  for (int i = 0; i < 40; ++i) prices.push_back(139 - i);
  for (int i = 0; i < 15; ++i) prices.push_back(103 + 3 * i);
  for (int i = 0; i < 40; ++i) prices.push_back(400 + i);
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_direction(v1::DIRECTION_SHORT_ONLY);
  const auto worst_delay = [&](const std::string& delays) {
    auto findings =
        ValidationRun(
            MakeFlatBars(prices),
            "method: VALIDATION_METHOD_MONTE_CARLO samples: 100 " + delays, "",
            run)
            .Run();
    CHECK(findings.ok());
    return findings->metrics;
  };
  constexpr char kWorst[] = "worst_delay_sharpe_ratio";
  EXPECT_TRUE(worst_delay("delay_bars: 1").values.contains(kWorst));
  const Metrics metrics = worst_delay("delay_bars: 1 delay_bars: 15");
  EXPECT_FALSE(metrics.values.contains(kWorst));
  EXPECT_EQ(metrics.undefined.at(kWorst),
            "the run with a delay of 15 bars has no Sharpe ratio");
  EXPECT_TRUE(metrics.values.contains("worst_cost_sharpe_ratio"));
}

TEST(MonteCarloTest, PathsAreNotDrawnOnceItIsToldToStop) {
  std::stop_source stop;
  stop.request_stop();
  const auto findings =
      ValidationRun(RandomWalk(300, 1),
                    "method: VALIDATION_METHOD_MONTE_CARLO samples: 100")
          .Run(stop.get_token());
  EXPECT_EQ(findings.status(),
            absl::CancelledError("the validation was told to stop"));
}

TEST(CheckCostFactorsTest, NoCostReachesThePrice) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_execution()->set_spread(0.4);
  auto config = Parse<v1::ValidationConfig>(
      "method: VALIDATION_METHOD_MONTE_CARLO cost_factors: [2, 3, 2.5, 4]");
  std::vector<ConfigProblem> problems;
  CheckCostFactors(run, config, /*by_default=*/false, &problems);
  // 0.4 times 2 is below 1, times 2.5 it is 1.
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].field, "workflow.validation_config.cost_factors[1]");
  EXPECT_THAT(problems[0].description, HasSubstr("lower the factor"));
  EXPECT_EQ(problems[1].field, "workflow.validation_config.cost_factors[2]");
  EXPECT_EQ(problems[2].field, "workflow.validation_config.cost_factors[3]");

  config.clear_cost_factors();
  problems.clear();
  ResolveValidation(&config, /*has_optimization=*/false, &problems);
  CheckCostFactors(run, config, /*by_default=*/true, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field, "workflow.validation_config.cost_factors");
  EXPECT_THAT(problems[0].description, HasSubstr("give lower ones"));
}

TEST(MonteCarloTest, SaysThatThereAreTooFewTrades) {
  const auto findings =
      ValidationRun(RandomWalk(15, 1),
                    "method: VALIDATION_METHOD_MONTE_CARLO samples: 100")
          .Run();
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(findings->metrics.undefined.at("trade_order_max_drawdown_p50"),
            "the run has 0 closed trades; at least 2 are needed");
}

}  // namespace
}  // namespace admf
