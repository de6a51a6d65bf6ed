#include "engine/metrics/metrics.h"

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/huge_pages.h"
#include "engine/broker/portfolio_equity.h"
#include "engine/metrics/account_metrics.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/equity_summary.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_moments.h"
#include "engine/metrics/return_statistics.h"
#include "engine/metrics/sharpe_statistics.h"
#include "engine/metrics/trade_statistics.h"

namespace admf {
namespace {

/// Everything that one run's metrics are made of.
struct Run {
  const EquityClock& clock;
  const SimulationSettings& settings;
  const MetricsOptions& options;
  double final_equity;
  const EquitySummary& equity;
  const TradeStatistics& trades;
};

/// The probability that the true Sharpe ratio of the returns is above zero.
std::optional<double> SharpeProbability(const Returns& returns,
                                        const Shape& shape) {
  const double annual =
      SharpeRatio(returns.moments, returns.periods, returns.risk_free_rate);
  return ProbabilisticSharpeRatio(
      {.sharpe_ratio = annual / std::sqrt(returns.periods),
       .observations = returns.moments.count(),
       .skewness = shape.skewness,
       .kurtosis = shape.kurtosis},
      /*benchmark=*/0);
}

/// The form of the returns' distribution, and what it says of the Sharpe ratio.
void AddDistribution(const Returns& returns, std::vector<double> sample,
                     MetricCollector& out) {
  Shape shape = {};
  std::optional<double> probability;
  Reason no_probability = returns.no_deviation;
  if (no_probability.empty()) {
    shape = ShapeOf(sample, returns.moments);
    probability = SharpeProbability(returns, shape);
    if (!probability) no_probability = "the returns' moments are too extreme";
  }
  out.SetUnless(returns.no_deviation, "skewness",
                [&] { return shape.skewness; });
  out.SetUnless(returns.no_deviation, "kurtosis",
                [&] { return shape.kurtosis; });
  out.SetUnless(no_probability, "probabilistic_sharpe_ratio",
                [&] { return *probability; });

  const Reason no_tail = returns.Unless(returns.moments.count() < 20,
                                        "there are fewer than 20 returns");
  const Tail tail =
      no_tail.empty() ? LowerTail(std::move(sample), 0.05) : Tail();
  out.SetUnless(no_tail, "value_at_risk_95",
                [&] { return tail.value_at_risk; });
  out.SetUnless(no_tail, "expected_shortfall_95",
                [&] { return tail.expected_shortfall; });
}

void AddTradeMetrics(const Run& run, MetricCollector& out) {
  const TradeStatistics& trades = run.trades;
  const double mean_equity = run.equity.mean;
  const double count = static_cast<double>(trades.count);
  const Reason no_trades =
      FirstOf({{trades.count == 0, "there is no closed trade"}});
  auto unless = [&no_trades](bool applies, Reason reason) {
    return no_trades.empty() && applies ? reason : no_trades;
  };
  const Reason no_loss =
      unless(trades.sum_of_losses == 0, "there is no losing trade");

  out.Set("trade_count", count);
  out.Set("commission_paid", trades.commission);
  out.Set("slippage_paid", trades.slippage);
  out.SetUnless(no_trades, "win_rate",
                [&] { return static_cast<double>(trades.wins) / count; });
  out.SetUnless(no_loss, "profit_factor",
                [&] { return trades.sum_of_gains / -trades.sum_of_losses; });
  out.SetUnless(no_loss, "profit_factor_cash",
                [&] { return trades.gross_profit / -trades.gross_loss; });
  out.SetUnless(no_trades, "expectancy", [&] { return trades.profits.mean(); });
  out.SetUnless(
      unless(trades.count < 2 || trades.profits.constant(),
             "fewer than two trades with different profits are closed"),
      "sqn", [&] {
        return std::sqrt(count) * trades.profits.mean() /
               trades.profits.sample_deviation();
      });
  out.SetUnless(no_trades, "best_trade",
                [&] { return trades.returns.maximum(); });
  out.SetUnless(no_trades, "worst_trade",
                [&] { return trades.returns.minimum(); });
  out.SetUnless(no_trades, "average_trade",
                [&] { return trades.returns.mean(); });
  out.SetUnless(no_trades, "average_holding_bars",
                [&] { return trades.average_holding_bars; });
  out.Set("exposure_time", static_cast<double>(trades.exposed_bars) /
                               static_cast<double>(run.clock.time_us.size()));
  out.SetUnless(
      FirstOf({{mean_equity <= 0, "the mean equity is not above zero"}}),
      "turnover", [&] { return trades.traded_value / mean_equity; });
}

/// `sample`: the returns.
void Compute(const Run& run, std::vector<double> sample, MetricCollector& out) {
  const AccountOfRun account = {run.clock, run.settings.initial_cash,
                                run.final_equity, run.options};
  const Returns returns = MakeReturns(account, run.equity.account);
  AddAccountMetrics(account, run.equity.account, returns, out);
  AddDistribution(returns, std::move(sample), out);
  AddTradeMetrics(run, out);
}

}  // namespace

bool ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                    const SimulationSettings& settings,
                    const MetricsOptions& options, MetricCollector& out,
                    std::vector<double>* returns) {
  const EquityClock clock = bars;
  std::vector<double> sample;
  if (!SampledDaily(clock)) ReserveHuge(bars.size(), &sample);
  const EquitySummary equity =
      SummariseEquity(bars, simulation.states, settings.initial_cash, &sample);
  if (returns != nullptr) *returns = sample;
  const AccountState& last = simulation.states.back();
  Compute({.clock = clock,
           .settings = settings,
           .options = options,
           .final_equity = last.cash + last.units * bars.close().back(),
           .equity = equity,
           .trades = MeasureTrades(simulation)},
          std::move(sample), out);
  return equity.account.returns.all_positive;
}

Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                       const SimulationSettings& settings,
                       const MetricsOptions& options) {
  Metrics metrics;
  AllMetrics out(&metrics);
  ComputeMetrics(bars, simulation, settings, options, out, nullptr);
  return metrics;
}

bool ComputeMetrics(const AlignedBars& bars,
                    const PortfolioSimulation& portfolio,
                    const SimulationSettings& settings,
                    const MetricsOptions& options, MetricCollector& out,
                    std::vector<double>* returns) {
  const EquityClock clock = bars;
  PortfolioEquityReader reader(bars, portfolio);
  double final_equity = 0;
  std::vector<double> sample;
  const EquitySummary equity = SummariseEquity(
      clock,
      [&](size_t begin, size_t end) {
        std::vector<double> block = reader.Read(begin, end);
        final_equity = block.back();
        return block;
      },
      settings.initial_cash, &sample);
  if (returns != nullptr) *returns = sample;
  Compute({.clock = clock,
           .settings = settings,
           .options = options,
           .final_equity = final_equity,
           .equity = equity,
           .trades = MeasureTrades(bars, portfolio)},
          std::move(sample), out);
  return equity.account.returns.all_positive;
}

Metrics ComputeMetrics(const AlignedBars& bars,
                       const PortfolioSimulation& portfolio,
                       const SimulationSettings& settings,
                       const MetricsOptions& options) {
  Metrics metrics;
  AllMetrics out(&metrics);
  ComputeMetrics(bars, portfolio, settings, options, out, nullptr);
  return metrics;
}

}  // namespace admf
