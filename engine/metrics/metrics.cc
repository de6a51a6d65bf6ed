#include "engine/metrics/metrics.h"

#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/huge_pages.h"
#include "engine/broker/portfolio_equity.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/equity_summary.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_moments.h"
#include "engine/metrics/return_statistics.h"
#include "engine/metrics/sharpe_statistics.h"
#include "engine/metrics/trade_statistics.h"

namespace admf {
namespace {

/// Why a metric has no value; empty if it has one.
using Reason = std::string;

/// Collects metrics, each one with a value or with a reason.
class Collector {
 public:
  explicit Collector(Metrics* metrics) : metrics_(metrics) {}

  void Set(const std::string& name, double value) {
    if (std::isfinite(value)) {
      metrics_->values[name] = value;
    } else {
      metrics_->undefined[name] = "its value is beyond the range of numbers";
    }
  }

  /// Sets what `compute` returns, which is called only if there is no reason
  /// against it.
  template <typename Compute>
  void SetUnless(const Reason& reason, const std::string& name,
                 Compute compute) {
    if (reason.empty()) {
      Set(name, compute());
    } else {
      metrics_->undefined[name] = reason;
    }
  }

 private:
  Metrics* const metrics_;
};

/// The first reason that is one.
Reason FirstOf(std::initializer_list<std::pair<bool, std::string_view>> cases) {
  for (const auto& [applies, reason] : cases) {
    if (applies) return Reason(reason);
  }
  return Reason();
}

/// Everything that one run's metrics are made of.
struct Run {
  const EquityClock& clock;
  const SimulationSettings& settings;
  const MetricsOptions& options;
  double final_equity;
  const EquitySummary& equity;
  const TradeStatistics& trades;
};

void AddEquityMetrics(const Run& run, Collector& out) {
  const double start = run.settings.initial_cash;
  const double final = run.final_equity;
  const double growth = final / start;
  out.Set("start_equity", start);
  out.Set("final_equity", final);
  out.Set("total_return", (final - start) / start);

  constexpr double kYearUs = 365.25 * 86'400e6;
  const auto times_us = run.clock.time_us;
  const double years =
      static_cast<double>(times_us.back() - times_us.front()) / kYearUs;
  out.SetUnless(FirstOf({{years <= 0, "there is only one bar"},
                         {growth <= 0, "the final equity is not above zero"}}),
                "cagr", [&] { return std::pow(growth, 1 / years) - 1; });
}

/// What all figures of the returns share.
struct Returns {
  const ReturnMoments& moments;
  double periods;
  double risk_free_rate;
  double annual_return;
  /// Why there is no figure at all.
  Reason none;
  /// Why there is none that is divided by the deviation.
  Reason no_deviation;

  /// `none`, or else `reason` if it applies.
  Reason Unless(bool applies, std::string_view reason) const {
    return none.empty() && applies ? Reason(reason) : none;
  }
};

Returns MakeReturns(const Run& run) {
  const ReturnSummary& summary = run.equity.returns;
  const ReturnMoments& moments = summary.moments;
  Returns returns = {
      .moments = moments,
      .periods = run.options.periods_per_year.value_or(
          DefaultPeriodsPerYear(run.clock)),
      .risk_free_rate = run.options.risk_free_rate,
      .annual_return = 0,
      .none = FirstOf(
          {{!summary.all_positive, "the equity is not above zero all the time"},
           {moments.count() < 2, "there are fewer than two returns"}}),
      .no_deviation = Reason()};
  returns.no_deviation =
      returns.Unless(moments.constant(), "all returns are the same");
  if (returns.none.empty()) {
    returns.annual_return =
        AnnualReturn(summary.growth, moments.count(), returns.periods);
  }
  return returns;
}

void AddRatios(const Returns& returns, double max_drawdown, Collector& out) {
  const ReturnMoments& moments = returns.moments;
  const double periods = returns.periods;
  const double annual = returns.annual_return;
  const double rate = returns.risk_free_rate;
  out.SetUnless(returns.none, "annual_return", [&] { return annual; });
  out.SetUnless(returns.none, "volatility",
                [&] { return Volatility(moments, periods); });
  out.SetUnless(returns.no_deviation, "sharpe_ratio",
                [&] { return SharpeRatio(moments, periods, rate); });
  out.SetUnless(returns.no_deviation, "sharpe_ratio_geometric", [&] {
    return GeometricSharpeRatio(moments, periods, annual, rate);
  });
  out.SetUnless(
      returns.Unless(moments.minimum() >= 0, "no return is below zero"),
      "sortino_ratio",
      [&] { return SortinoRatio(moments, periods, annual, rate); });
  out.SetUnless(returns.Unless(max_drawdown == 0, "the equity never fell"),
                "calmar_ratio", [&] { return annual / -max_drawdown; });
}

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
                     Collector& out) {
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

void AddTradeMetrics(const Run& run, Collector& out) {
  const TradeStatistics& trades = run.trades;
  const double mean_equity = run.equity.mean;
  const double count = static_cast<double>(trades.count);
  const Reason no_trades =
      FirstOf({{trades.count == 0, "there is no closed trade"}});
  auto unless = [&no_trades](bool applies, std::string_view reason) {
    return no_trades.empty() && applies ? Reason(reason) : no_trades;
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
Metrics Compute(const Run& run, std::vector<double> sample) {
  Metrics metrics;
  Collector out(&metrics);
  AddEquityMetrics(run, out);
  out.Set("max_drawdown", run.equity.max_drawdown);
  out.Set("max_drawdown_duration", run.equity.longest_drawdown_days);
  const Returns returns = MakeReturns(run);
  AddRatios(returns, run.equity.max_drawdown, out);
  AddDistribution(returns, std::move(sample), out);
  AddTradeMetrics(run, out);
  return metrics;
}

}  // namespace

Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                       const SimulationSettings& settings,
                       const MetricsOptions& options) {
  const EquityClock clock = bars;
  std::vector<double> sample;
  if (!SampledDaily(clock)) ReserveHuge(bars.size(), &sample);
  const EquitySummary equity =
      SummariseEquity(bars, simulation.states, settings.initial_cash, &sample);
  const AccountState& last = simulation.states.back();
  return Compute({.clock = clock,
                  .settings = settings,
                  .options = options,
                  .final_equity = last.cash + last.units * bars.close().back(),
                  .equity = equity,
                  .trades = MeasureTrades(simulation)},
                 std::move(sample));
}

Metrics ComputeMetrics(const AlignedBars& bars,
                       const PortfolioSimulation& portfolio,
                       const SimulationSettings& settings,
                       const MetricsOptions& options) {
  const EquityClock clock = bars;
  const std::vector<double> column = PortfolioEquity(bars, portfolio);
  std::vector<double> sample;
  const EquitySummary equity =
      SummariseEquity(clock, column, settings.initial_cash, &sample);
  return Compute({.clock = clock,
                  .settings = settings,
                  .options = options,
                  .final_equity = column.back(),
                  .equity = equity,
                  .trades = MeasureTrades(bars, portfolio)},
                 std::move(sample));
}

}  // namespace admf
