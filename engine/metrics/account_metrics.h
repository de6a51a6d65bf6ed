#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/close_index.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/equity_summary.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metric_values.h"
#include "engine/metrics/return_moments.h"

namespace admf {

// The metrics that need the account alone, not how it came about: those of a
// replay (engine/execution/replay.h), and a part of those of a backtest.

/// The account of a run.
struct AccountOfRun {
  const EquityClock& clock;
  double initial_cash;
  double final_equity;
  const MetricsOptions& options;
};

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
  Reason Unless(bool applies, Reason reason) const {
    return none.empty() && applies ? reason : none;
  }
};

/// The returns of the account, whose equity is `equity`.
Returns MakeReturns(const AccountOfRun& run, const AccountSummary& equity);

/// Adds start_equity, final_equity, total_return, cagr, max_drawdown,
/// max_drawdown_duration, annual_return, volatility and the ratios.
void AddAccountMetrics(const AccountOfRun& run, const AccountSummary& equity,
                       const Returns& returns, MetricCollector& out);

/// Hands out what AddAccountMetrics adds, and trade_count: the same, to the
/// bit, as ComputeMetrics makes of the run. `states` are those of a simulation
/// or replay of `bars`; `returns`, unless it is null, gets the returns of the
/// periods. Returns whether the equity was above zero at every sample.
bool ComputeAccountMetrics(const BarSeries& bars,
                           std::span<const AccountState> states,
                           double initial_cash, int64_t closed_trades,
                           const MetricsOptions& options, MetricCollector& out,
                           std::vector<double>* returns);

/// The same of bars whose equity is sampled daily (SampledDaily), without going
/// through all of them (sparse_summary.h).
bool ComputeAccountMetrics(const CloseIndex& closes,
                           std::span<const AccountState> states,
                           double initial_cash, int64_t closed_trades,
                           const MetricsOptions& options, MetricCollector& out,
                           std::vector<double>* returns);

/// Whether ComputeAccountMetrics has the metric.
bool IsAccountMetric(std::string_view name);

}  // namespace admf
