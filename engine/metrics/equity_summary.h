#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/data/bars.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/return_collector.h"

namespace admf {

/// What the metrics of an account need of its equity.
struct AccountSummary {
  ReturnSummary returns;
  /// As DrawdownTracker's.
  double max_drawdown = 0;
  double longest_drawdown_days = 0;
};

/// What all metrics need of the equity at the close of every bar.
struct EquitySummary {
  AccountSummary account;
  /// The mean of the equity, in money.
  double mean = 0;
};

/// All of it in one pass over the closes, without a column of the equity: the
/// same figures, to the bit, as MeasureDrawdowns and SummariseReturns.
/// `states` are those of a simulation or replay of `bars` that started with
/// `initial_cash`. If `returns` is not null, it gets the returns themselves.
EquitySummary SummariseEquity(const BarSeries& bars,
                              std::span<const AccountState> states,
                              double initial_cash,
                              std::vector<double>* returns = nullptr);

/// The equity at [begin, end); successive calls take successive ranges.
using EquityRange =
    absl::FunctionRef<std::vector<double>(size_t begin, size_t end)>;

/// The same of any equity that has a value per time of `clock`: to the bit,
/// whichever of the two gives it.
EquitySummary SummariseEquity(const EquityClock& clock, EquityRange equity,
                              double initial_cash,
                              std::vector<double>* returns = nullptr);

}  // namespace admf
