#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Where decisions over a truncated history differ from those over all bars.
struct LookaheadDifference {
  /// The bars [0, cut) were known.
  int64_t cut;
  /// The first bar whose decision depends on what comes after the cut.
  int64_t bar;
  /// What is decided at that bar with all bars, and with those before the cut;
  /// nothing if nothing is.
  std::optional<Side> with_all_bars;
  std::optional<Side> with_bars_before_cut;
};

struct LookaheadReport {
  /// Cuts that were compared, the one with the difference included.
  int64_t cuts_checked = 0;
  /// Over these cuts, the decisions before each; where the two lists differ in
  /// length, those of the longer one. 0: nothing was compared, so that no
  /// difference means nothing.
  int64_t decisions_compared = 0;
  /// Decisions over all bars.
  int64_t decisions = 0;
  /// Of the first cut that has one. Nothing: at no cut did the strategy know
  /// what came after.
  std::optional<LookaheadDifference> difference;
};

/// Where to cut: `count` >= 1 cuts in order, half of them (rounded down) after
/// the last bars one by one, where a strategy stands now, and the rest spread
/// evenly from `first` on. In [max(first, 1), bars - 1], fewer if there are no
/// more. None with fewer than two bars.
std::vector<int64_t> LookaheadCuts(int64_t bars, int64_t count,
                                   int64_t first = 1);

/// Whether a strategy looks ahead, by truncation: its decisions over the bars
/// before each cut must be those over all bars that lie before it. What
/// indicators come to is part of that: they are computed anew for every cut. A
/// strategy that looks ahead but decides the same at every cut is not found, so
/// many cuts say more than few.
///
/// `create` makes a new strategy for each run. `cuts` are in [1, bars] and are
/// taken in their order, up to the first difference. Time grows with the sum of
/// the cuts. Errors as DecideAll; INVALID_ARGUMENT for a cut that is none.
absl::StatusOr<LookaheadReport> CheckLookahead(
    const std::function<std::unique_ptr<Strategy>()>& create,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    std::span<const int64_t> cuts, std::stop_token stop);

}  // namespace admf
