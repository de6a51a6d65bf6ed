#include "engine/metrics/account_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_statistics.h"
#include "engine/metrics/sparse_summary.h"

namespace admf {
namespace {

/// In alphabetical order.
constexpr std::array<std::string_view, 13> kNames = {
    "annual_return", "cagr",
    "calmar_ratio",  "final_equity",
    "max_drawdown",  "max_drawdown_duration",
    "sharpe_ratio",  "sharpe_ratio_geometric",
    "sortino_ratio", "start_equity",
    "total_return",  "trade_count",
    "volatility"};

void AddEquityMetrics(const AccountOfRun& run, MetricCollector& out) {
  const double start = run.initial_cash;
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

void AddRatios(const Returns& returns, double max_drawdown,
               MetricCollector& out) {
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

void Compute(const BarSeries& bars, const AccountSummary& equity,
             const AccountState& last, double initial_cash,
             int64_t closed_trades, const MetricsOptions& options,
             MetricCollector& out) {
  const EquityClock clock = bars;
  const AccountOfRun run = {clock, initial_cash,
                            last.cash + last.units * bars.close().back(),
                            options};
  AddAccountMetrics(run, equity, MakeReturns(run, equity), out);
  out.Set("trade_count", static_cast<double>(closed_trades));
}

}  // namespace

Returns MakeReturns(const AccountOfRun& run, const AccountSummary& equity) {
  const ReturnSummary& summary = equity.returns;
  const ReturnMoments& moments = summary.moments;
  Returns returns = {
      .moments = moments,
      // Not value_or: the days are only looked at where they are needed.
      .periods = run.options.periods_per_year
                     ? *run.options.periods_per_year
                     : DefaultPeriodsPerYear(run.clock),
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

void AddAccountMetrics(const AccountOfRun& run, const AccountSummary& equity,
                       const Returns& returns, MetricCollector& out) {
  AddEquityMetrics(run, out);
  out.Set("max_drawdown", equity.max_drawdown);
  out.Set("max_drawdown_duration", equity.longest_drawdown_days);
  AddRatios(returns, equity.max_drawdown, out);
}

bool ComputeAccountMetrics(const BarSeries& bars,
                           std::span<const AccountState> states,
                           double initial_cash, int64_t closed_trades,
                           const MetricsOptions& options, MetricCollector& out,
                           std::vector<double>* returns) {
  const AccountSummary equity =
      SummariseEquity(bars, states, initial_cash, returns).account;
  Compute(bars, equity, states.back(), initial_cash, closed_trades, options,
          out);
  return equity.returns.all_positive;
}

bool ComputeAccountMetrics(const CloseIndex& closes,
                           std::span<const AccountState> states,
                           double initial_cash, int64_t closed_trades,
                           const MetricsOptions& options, MetricCollector& out,
                           std::vector<double>* returns) {
  const AccountSummary equity =
      SummariseSparsely(closes, states, initial_cash, returns);
  Compute(closes.bars(), equity, states.back(), initial_cash, closed_trades,
          options, out);
  return equity.returns.all_positive;
}

bool IsAccountMetric(std::string_view name) {
  return std::binary_search(kNames.begin(), kNames.end(), name);
}

}  // namespace admf
