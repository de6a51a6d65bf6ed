#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/validation/bar_segments.h"

namespace admf {

/// How the market is at a bar, as far as it can be known at its close.
///
/// Trend, over the last trend_period bars:
/// - efficiency ratio: |close[i] - close[i - n]| / sum of |close[j] - close[j -
///   1]|, which is 1 for a straight line and near 0 for a market that goes
///   nowhere (Kaufman: "Smarter trading", 1995). Up or down, by the sign of the
///   change, from trend_threshold on; sideways below it.
/// - regression: the t value of the slope of the least squares line through the
///   logarithms of the closes (Lopez de Prado: "Machine learning for asset
///   managers", 2020, chapter 5). Up from trend_threshold on, down from
///   -trend_threshold on, else sideways.
///
/// Volatility: the sample deviation of the last volatility_period returns from
/// close to close is high if it is above the median of its own values so far
/// (expanding), or of the last volatility_history ones, the present one
/// included; low if not.
struct RegimeOptions {
  enum class By : uint8_t { kTrend, kVolatility, kTrendAndVolatility };
  enum class Trend : uint8_t { kEfficiencyRatio, kRegression };

  By by = By::kTrendAndVolatility;
  Trend trend = Trend::kEfficiencyRatio;
  /// Bars, >= 2; >= 3 for a regression.
  int64_t trend_period = 20;
  /// In (0, 1] for the efficiency ratio; > 0 for the t value, for which 2 would
  /// be usual if closes were independent. They aren't, so more is sensible.
  double trend_threshold = 0.3;
  /// Returns, >= 2.
  int64_t volatility_period = 20;
  /// Deviations, >= 2; 0 for all so far. Bars are labelled once there are that
  /// many, or volatility_period of them for all so far.
  int64_t volatility_history = 0;
};

/// The regime of every bar. The regime at bar i depends on bars up to i alone,
/// so a decision for bar i + 1 may use it.
struct Regimes {
  /// Of the bars for which there are too few bars before.
  static constexpr uint8_t kWarmUp = 0;

  /// All labels that there can be, whether or not a bar has them: `warm_up`
  /// first; then `up`, `down`, `sideways`; or `low`, `high`; or `up_low`,
  /// `up_high`, `down_low`, ...
  std::vector<std::string> names;
  /// For each bar an index of `names`.
  std::vector<uint8_t> labels;

  /// The bars with a label, as the longest ranges of them, in order.
  std::vector<BarRange> RangesOf(uint8_t label) const;
  /// The number of bars with a label.
  int64_t CountOf(uint8_t label) const;
};

/// INVALID_ARGUMENT for an option out of its range; CANCELLED once `stop` is
/// requested. Time grows with bars x the two periods. Thread-safe.
absl::StatusOr<Regimes> ClassifyRegimes(const BarSeries& bars,
                                        const RegimeOptions& options,
                                        std::stop_token stop);

}  // namespace admf
