#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/bar_segments.h"

namespace admf {

/// Ranges of bars, prepared for many runs over them. A value type; immutable,
/// so that any number of threads may run over one.
class SegmentedBars {
 public:
  /// Errors as JoinRanges.
  static absl::StatusOr<SegmentedBars> Create(
      std::shared_ptr<const BarSeries> bars, std::span<const BarRange> ranges);

  /// The ranges one after another (range_bars.h).
  const std::shared_ptr<const BarSeries>& joined() const { return joined_; }
  /// All bars.
  const std::shared_ptr<const BarSeries>& all() const { return all_; }

  struct Segment {
    BarRange range;
    /// The bars of the range, and all bars up to its end.
    std::shared_ptr<const BarSeries> own, with_past;
  };
  const std::vector<Segment>& segments() const { return segments_; }

 private:
  SegmentedBars() = default;

  std::shared_ptr<const BarSeries> all_;
  std::shared_ptr<const BarSeries> joined_;
  std::vector<Segment> segments_;
};

/// What is traded in one range.
struct SegmentPlan {
  /// Over all bars.
  std::span<const Decision> decisions;
  /// Not null.
  const SimulationSettings* settings;
};

/// What would have been earned had one traded in some ranges of bars only. A
/// value type.
struct SegmentRun {
  /// SegmentedBars::joined.
  std::shared_ptr<const BarSeries> bars;
  /// Bars are counted in `bars`, so that ComputeMetrics(*bars, simulation, ...)
  /// gives every metric.
  Simulation simulation;
};

/// Executes decisions in ranges of bars: the one definition for all methods of
/// validation.
///
/// - Decisions are over all bars. Indicators and strategies are causal, so
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
/// Each range may have decisions and settings of its own, as the windows of a
/// walk-forward and the groups of a path of CPCV have. The first one's
/// initial_cash is what there is at the start.
///
/// INVALID_ARGUMENT unless there is a plan for every range; otherwise errors as
/// RunDecisions. Thread-safe.
absl::StatusOr<SegmentRun> RunSegments(const SegmentedBars& bars,
                                       std::span<const SegmentPlan> plans,
                                       double multiplier, std::stop_token stop);

/// The same decisions and settings in all ranges.
absl::StatusOr<SegmentRun> RunSegments(const SegmentedBars& bars,
                                       std::span<const Decision> decisions,
                                       const SimulationSettings& settings,
                                       double multiplier, std::stop_token stop);

/// The same for one run. Errors as JoinRanges and RunDecisions. Thread-safe.
absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, std::span<const BarRange> ranges,
    const SimulationSettings& settings, double multiplier,
    std::stop_token stop);

}  // namespace admf
