// The metrics of several symbols with one account.

#include <string>
#include <vector>

#include "engine/broker/portfolio_simulation.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/trade_statistics.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/broker/random_portfolio.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

TEST(PortfolioMetricsTest, AreThoseOfTheWholeAccount) {
  // Ten contracts of 2 units of A, 100 -> 120; ten units of B, 50 -> 40.
  const auto bars = Align({MakeFlatDays("A", {100, 100, 110, 120}),
                           MakeFlatDays("B", {50, 50, 20, 40})});
  const std::vector<Decision> in_a = {{0, Side::kLong}, {2, Side::kFlat}};
  const std::vector<Decision> in_b = {{0, Side::kLong}};
  const SimulationSettings settings = TenUnitsEach();
  const PortfolioSimulation portfolio = MustSimulate(
      *bars, {{.decisions = in_a, .multiplier = 2}, {in_b}}, settings);
  Metrics metrics =
      ComputeMetrics(*bars, portfolio, settings, {.periods_per_year = 3});
  auto& values = metrics.values;
  // 10,000, 10,000, 10,000 + 200 - 300, 10,000 + 400 - 100.
  EXPECT_EQ(values["final_equity"], 10'300);
  EXPECT_EQ(values["total_return"], 0.03);
  EXPECT_EQ(values["max_drawdown"], 9'900.0 / 10'000 - 1);
  // Three returns are a year.
  EXPECT_NEAR(values["annual_return"], 0.03, 1e-15);
  EXPECT_EQ(values["trade_count"], 1);
  EXPECT_EQ(values["expectancy"], 400);
  EXPECT_EQ(values["best_trade"], 0.2);
  EXPECT_EQ(values["exposure_time"], 3.0 / 4);
  // 2 x 10 x (100 + 120) + 10 x 50, of a mean equity of 10,050.
  EXPECT_DOUBLE_EQ(values["turnover"], 4900.0 / 10'050);
  EXPECT_EQ(metrics.undefined["profit_factor"], "there is no losing trade");
}

TEST(PortfolioMetricsTest, CostsAreTimesTheMultiplierOfTheirSymbol) {
  const auto bars = Align({MakeFlatDays("A", {100, 100, 100, 100}),
                           MakeFlatDays("B", {50, 50, 50, 50})});
  const std::vector<Decision> round_trip = {{0, Side::kLong}, {1, Side::kFlat}};
  const std::vector<Decision> stays = {{0, Side::kLong}};
  SimulationSettings settings = TenUnitsEach();
  settings.slippage = {.type = Slippage::Type::kFixed, .amount = 0.25};
  settings.commission = {.type = Commission::Type::kFixed, .amount = 3};
  const std::vector<SymbolPlan> plans = {
      {.decisions = round_trip}, {.decisions = round_trip, .multiplier = 4}};
  Metrics metrics =
      ComputeMetrics(*bars, MustSimulate(*bars, plans, settings), settings, {});
  // 2 x 10 x 0.25, and four times as much.
  EXPECT_EQ(metrics.values["slippage_paid"], 25);
  EXPECT_EQ(metrics.values["commission_paid"], 12);
  // What is open at the end isn't counted, whichever symbol it is.
  metrics = ComputeMetrics(
      *bars,
      MustSimulate(*bars, {{stays}, {.decisions = round_trip, .multiplier = 4}},
                   settings),
      settings, {});
  EXPECT_EQ(metrics.values["slippage_paid"], 20);
  EXPECT_EQ(metrics.values["commission_paid"], 6);
}

TEST(PortfolioMetricsTest, ExposureIsOfTicksAndHoldingOfTheSymbolsBars) {
  // B trades on days 0, 1 and 3 of five, C on the first two.
  const auto bars =
      Align({MakeFlatDays("A", {10, 10, 10, 10, 10}),
             MakeSeries("B", {0, kTestDay, 3 * kTestDay},
                        {{50, 50, 50, 50}, {50, 50, 50, 50}, {60, 60, 60, 60}}),
             MakeSeries("C", {0, kTestDay}, {{5, 5, 5, 5}, {5, 5, 5, 5}})});
  const std::vector<Decision> in_b = {{0, Side::kLong}, {1, Side::kFlat}};
  const std::vector<Decision> in_c = {{0, Side::kLong}};
  const SimulationSettings settings = TenUnitsEach();
  const PortfolioSimulation without_c =
      MustSimulate(*bars, {{}, {in_b}, {}}, settings);
  TradeStatistics statistics = MeasureTrades(*bars, without_c);
  EXPECT_EQ(statistics.exposed_bars, 3);
  EXPECT_EQ(statistics.average_holding_bars, 1);
  // C is held to the end, where it has no bars.
  const PortfolioSimulation with_c =
      MustSimulate(*bars, {{}, {in_b}, {in_c}}, settings);
  statistics = MeasureTrades(*bars, with_c);
  EXPECT_EQ(statistics.exposed_bars, 4);
  EXPECT_EQ(statistics.count, 1);
}

RC_GTEST_PROP(PortfolioMetricsPropertyTest, OfOneSymbolAreThoseOfItsAccount,
              ()) {
  RandomPortfolio run = DrawPortfolio();
  run.series.resize(1);
  run.decisions.resize(1);
  run.weights.resize(1);
  run.multipliers.resize(1);
  const auto bars = run.Bars();
  const PortfolioSimulation portfolio =
      MustSimulate(*bars, run.Plans(), run.settings);
  const Metrics whole = ComputeMetrics(*bars, portfolio, run.settings, {});
  const Metrics single =
      ComputeMetrics(*run.series[0], ToSimulation(portfolio), run.settings, {});
  RC_ASSERT(whole.values == single.values);
  RC_ASSERT(whole.undefined == single.undefined);
}

}  // namespace
}  // namespace admf
