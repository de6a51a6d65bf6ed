#pragma once

#include <memory>
#include <span>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/bar_segments.h"

namespace admf {

/// What would have been earned had one traded in some ranges of bars only. A
/// value type.
struct SegmentRun {
  /// The ranges one after another (range_bars.h).
  std::shared_ptr<const BarSeries> bars;
  /// Bars are counted in `bars`, so that ComputeMetrics(*bars, simulation, ...)
  /// gives every metric.
  Simulation simulation;
};

/// Executes decisions in ranges of bars: the one definition for all methods of
/// validation.
///
/// - `decisions` are over all bars. Indicators and strategies are causal, so
///   those of a range know nothing of what comes after, and need no warm-up in
///   it.
/// - Trading begins flat at the first bar of each range, with the side that the
///   strategy stands on there: the last decision at or before that bar counts
///   as one at that bar, unless it is flat.
/// - A range ends as data with close_at_end, whatever the settings say.
/// - The next range goes on with the money that is left. What a broker could
///   not sell at the end of a range but the last, for want of volume, is valued
///   at the range's last close, and its trade ends there without costs.
/// - What an account remembers begins anew in every range: highest equity and
///   day's loss of the risk limits, the trades of kelly_fraction, the month's
///   units of tiered commissions. ATR and volatility of the sizing rules know
///   all bars before.
/// - When nothing is left (equity <= 0), later ranges have no trades.
///
/// With one range of all bars, and close_at_end, it is RunDecisions to the bit.
/// Figures that count days, such as cagr and max_drawdown_duration, include the
/// holes between ranges; those that count returns do not.
///
/// Errors as JoinRanges and RunDecisions. Thread-safe.
absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, std::span<const BarRange> ranges,
    const SimulationSettings& settings, double multiplier,
    std::stop_token stop);

/// What is traded in a range of bars.
struct TradedRange {
  BarRange range;
  /// Over all bars; both outlive the call.
  std::span<const Decision> decisions;
  const SimulationSettings* settings = nullptr;
};

/// The same with decisions and settings of its own for every range, such as
/// those of the parameters that a walk-forward chose for it. `initial_cash`
/// takes the place of that of the settings.
absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const TradedRange> ranges, double initial_cash, double multiplier,
    std::stop_token stop);

}  // namespace admf
