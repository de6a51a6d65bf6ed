#include "engine/metrics/metrics.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "engine/execution/simulator.h"
#include "engine/metrics/metric_names.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

constexpr double kYearDays = 365.25;

Metrics Compute(const std::vector<double>& prices,
                const std::vector<Decision>& decisions,
                SimulationSettings settings, MetricsOptions options = {}) {
  const auto bars = MakeFlatBars(prices);
  const auto simulation = Simulate(*bars, decisions, settings, {});
  EXPECT_TRUE(simulation.ok());
  Metrics metrics = ComputeMetrics(*bars, *simulation, settings, options);
  std::set<std::string> names;
  for (const auto& [name, value] : metrics.values) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(std::isfinite(value)) << name;
  }
  for (const auto& [name, reason] : metrics.undefined) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_FALSE(reason.empty()) << name;
  }
  // All of them, in every run, defined or not.
  const auto all = MetricNames();
  EXPECT_EQ(names, std::set<std::string>(all.begin(), all.end()));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  return metrics;
}

SimulationSettings TenUnits() {
  SimulationSettings settings;
  settings.initial_cash = 1000;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 10};
  return settings;
}

TEST(MetricsTest, OfARunWithTwoTrades) {
  // Long at 100, out at 120 (+200), long at 100, out at 90 (-100).
  Metrics metrics = Compute(
      {100, 100, 110, 120, 100, 100, 90, 90},
      {{0, Side::kLong}, {2, Side::kFlat}, {4, Side::kLong}, {5, Side::kFlat}},
      TenUnits(), {.periods_per_year = 7});
  auto& values = metrics.values;
  EXPECT_EQ(values["start_equity"], 1000);
  EXPECT_EQ(values["final_equity"], 1100);
  EXPECT_EQ(values["total_return"], 0.1);
  EXPECT_DOUBLE_EQ(values["cagr"], std::pow(1.1, kYearDays / 7) - 1);
  // Seven returns are a year.
  EXPECT_NEAR(values["annual_return"], 0.1, 1e-15);
  EXPECT_DOUBLE_EQ(values["max_drawdown"], 1100.0 / 1200 - 1);
  // From the peak on day 3 (the last at 1,200 is day 5) to the end on day 7.
  EXPECT_EQ(values["max_drawdown_duration"], 2);
  EXPECT_NEAR(values["calmar_ratio"], 1.2, 1e-14);

  const double up = 0.1, more = 1200.0 / 1100 - 1, down = 1100.0 / 1200 - 1;
  const double mean = (up + more + down) / 7;
  const double variance = (std::pow(up - mean, 2) + std::pow(more - mean, 2) +
                           std::pow(down - mean, 2) + 4 * mean * mean) /
                          6;
  EXPECT_NEAR(values["volatility"], std::sqrt(7 * variance), 1e-15);
  EXPECT_NEAR(values["sharpe_ratio"], mean / std::sqrt(variance) * std::sqrt(7),
              1e-13);
  EXPECT_NEAR(values["sortino_ratio"], 0.1 / -down, 1e-13);

  EXPECT_EQ(values["trade_count"], 2);
  EXPECT_EQ(values["win_rate"], 0.5);
  EXPECT_DOUBLE_EQ(values["profit_factor"], 2);
  EXPECT_EQ(values["profit_factor_cash"], 2);
  EXPECT_EQ(values["expectancy"], 50);
  EXPECT_DOUBLE_EQ(values["best_trade"], 0.2);
  EXPECT_DOUBLE_EQ(values["worst_trade"], -0.1);
  EXPECT_DOUBLE_EQ(values["average_trade"], 0.05);
  // Mean 50, sample deviation 150 x sqrt(2).
  EXPECT_NEAR(values["sqn"], std::sqrt(2) * 50 / (150 * std::sqrt(2)), 1e-15);
  EXPECT_EQ(values["average_holding_bars"], 1.5);
  // Bars 1 to 3 and 5 to 6.
  EXPECT_EQ(values["exposure_time"], 5.0 / 8);
  // 1,000 + 1,200 + 1,000 + 900 over the mean of 1,000 1,000 1,100 1,200 1,200
  // 1,200 1,100 1,100.
  EXPECT_DOUBLE_EQ(values["turnover"], 4100 / (8900.0 / 8));
  EXPECT_EQ(values["commission_paid"], 0);
  EXPECT_EQ(values["slippage_paid"], 0);
}

TEST(MetricsTest, TheRiskFreeRateCounts) {
  const std::vector<double> prices = {100, 100, 110, 120, 100, 100, 90, 90};
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  const MetricsOptions options = {.periods_per_year = 7,
                                  .risk_free_rate = 0.02};
  Metrics without =
      Compute(prices, decisions, TenUnits(), {.periods_per_year = 7});
  Metrics with = Compute(prices, decisions, TenUnits(), options);
  EXPECT_LT(with.values["sharpe_ratio"], without.values["sharpe_ratio"]);
  EXPECT_LT(with.values["sharpe_ratio_geometric"],
            without.values["sharpe_ratio_geometric"]);
  EXPECT_LT(with.values["sortino_ratio"], without.values["sortino_ratio"]);
  EXPECT_EQ(with.values["volatility"], without.values["volatility"]);
}

TEST(MetricsTest, CostsOfClosedTradesAreCounted) {
  SimulationSettings settings = TenUnits();
  settings.initial_cash = 10'000;
  settings.commission = {Commission::Type::kFixed, 0, 3};
  settings.slippage = {Slippage::Type::kPercent, 0.25};
  Metrics metrics =
      Compute({100, 100, 100, 100, 100, 100},
              {{0, Side::kLong}, {1, Side::kFlat}, {2, Side::kLong}}, settings);
  EXPECT_EQ(metrics.values["trade_count"], 1);
  EXPECT_EQ(metrics.values["commission_paid"], 6);
  EXPECT_EQ(metrics.values["slippage_paid"], 500);
}

TEST(MetricsTest, ARunWithoutTradesSaysWhatItDoesNotDefine) {
  Metrics metrics = Compute(std::vector<double>(30, 100.0), {}, TenUnits());
  EXPECT_EQ(metrics.values["trade_count"], 0);
  EXPECT_EQ(metrics.values["total_return"], 0);
  EXPECT_EQ(metrics.values["max_drawdown"], 0);
  EXPECT_EQ(metrics.values["max_drawdown_duration"], 0);
  EXPECT_EQ(metrics.values["volatility"], 0);
  EXPECT_EQ(metrics.values["exposure_time"], 0);
  EXPECT_EQ(metrics.values["turnover"], 0);
  for (const char* name :
       {"win_rate", "profit_factor", "profit_factor_cash", "expectancy", "sqn",
        "best_trade", "worst_trade", "average_trade", "average_holding_bars"}) {
    EXPECT_EQ(metrics.undefined[name], "there is no closed trade") << name;
  }
  for (const char* name : {"sharpe_ratio", "sharpe_ratio_geometric", "skewness",
                           "kurtosis", "probabilistic_sharpe_ratio"}) {
    EXPECT_EQ(metrics.undefined[name], "all returns are the same") << name;
  }
  EXPECT_EQ(metrics.undefined["sortino_ratio"], "no return is below zero");
  EXPECT_EQ(metrics.undefined["calmar_ratio"], "the equity never fell");
}

TEST(MetricsTest, WithoutALossThereIsNoProfitFactor) {
  Metrics metrics = Compute({100, 100, 110, 110},
                            {{0, Side::kLong}, {1, Side::kFlat}}, TenUnits());
  EXPECT_EQ(metrics.undefined["profit_factor"], "there is no losing trade");
  EXPECT_EQ(metrics.undefined["profit_factor_cash"],
            "there is no losing trade");
  EXPECT_EQ(metrics.undefined["sqn"],
            "fewer than two trades with different profits are closed");
  EXPECT_EQ(metrics.values["win_rate"], 1);
}

TEST(MetricsTest, WithoutAWinTheProfitFactorIsZero) {
  Metrics metrics = Compute({100, 100, 90, 90},
                            {{0, Side::kLong}, {1, Side::kFlat}}, TenUnits());
  EXPECT_EQ(metrics.values["profit_factor"], 0);
  EXPECT_EQ(metrics.values["win_rate"], 0);
}

TEST(MetricsTest, OneBarDefinesNoRates) {
  Metrics metrics = Compute({100}, {}, TenUnits());
  EXPECT_EQ(metrics.undefined["cagr"], "there is only one bar");
  for (const char* name :
       {"annual_return", "volatility", "sharpe_ratio", "sortino_ratio",
        "calmar_ratio", "value_at_risk_95"}) {
    EXPECT_EQ(metrics.undefined[name], "there are fewer than two returns")
        << name;
  }
}

TEST(MetricsTest, ALostAccountDefinesNoReturns) {
  // Ten short at 100, and the price triples.
  Metrics metrics =
      Compute({100, 100, 300, 300, 250}, {{0, Side::kShort}}, TenUnits());
  EXPECT_EQ(metrics.values["final_equity"], -500);
  EXPECT_EQ(metrics.values["total_return"], -1.5);
  EXPECT_EQ(metrics.values["max_drawdown"], -2);
  EXPECT_EQ(metrics.undefined["cagr"], "the final equity is not above zero");
  EXPECT_EQ(metrics.undefined["sharpe_ratio"],
            "the equity is not above zero all the time");
  EXPECT_EQ(metrics.undefined["turnover"], "the mean equity is not above zero");
}

TEST(MetricsTest, FewReturnsDefineNoTail) {
  Metrics metrics =
      Compute({100, 100, 110, 90}, {{0, Side::kLong}}, TenUnits());
  EXPECT_EQ(metrics.undefined["value_at_risk_95"],
            "there are fewer than 20 returns");
  EXPECT_EQ(metrics.undefined["expected_shortfall_95"],
            "there are fewer than 20 returns");
}

TEST(MetricsTest, AValueBeyondNumbersIsUndefined) {
  SimulationSettings settings;
  settings.fill = FillMode::kSameClose;
  // 1e300 a day, compounded over a year.
  Metrics metrics =
      Compute({1e-150, 1e150, 1e150}, {{0, Side::kLong}}, settings);
  EXPECT_EQ(metrics.undefined["cagr"],
            "its value is beyond the range of numbers");
}

}  // namespace
}  // namespace admf
