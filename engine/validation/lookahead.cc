#include "engine/validation/lookahead.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/validation/bar_segments.h"
#include "engine/validation/range_bars.h"

namespace admf {
namespace {

using Decisions = std::span<const Decision>;

/// Where two lists of decisions first differ.
std::optional<LookaheadDifference> FirstDifference(Decisions all,
                                                   Decisions before_cut,
                                                   int64_t cut) {
  const auto [left, right] = std::ranges::mismatch(all, before_cut);
  if (left == all.end() && right == before_cut.end()) return std::nullopt;
  LookaheadDifference difference = {.cut = cut, .bar = cut};
  if (left != all.end()) difference.bar = left->bar;
  if (right != before_cut.end()) {
    difference.bar = std::min(difference.bar, right->bar);
  }
  if (left != all.end() && left->bar == difference.bar) {
    difference.with_all_bars = left->side;
  }
  if (right != before_cut.end() && right->bar == difference.bar) {
    difference.with_bars_before_cut = right->side;
  }
  return difference;
}

}  // namespace

std::vector<int64_t> LookaheadCuts(int64_t bars, int64_t count, int64_t first) {
  std::vector<int64_t> cuts;
  first = std::max(first, int64_t{1});
  const int64_t last = bars - 1;
  if (count < 1 || first > last) return cuts;
  // So many cuts that none is left out.
  const int64_t possible = last - first + 1;
  count = std::min(count, possible);
  const int64_t tail = count == possible ? 0 : count / 2;
  const int64_t spread = count - tail;
  const int64_t spread_end = last - tail;
  for (int64_t i = 0; i < spread; ++i) {
    // From `first` to `spread_end`, both included; a single one in the middle.
    const int64_t range = spread_end - first;
    cuts.push_back(first +
                   (spread == 1 ? range / 2 : i * range / (spread - 1)));
  }
  for (int64_t cut = last - tail + 1; cut <= last; ++cut) cuts.push_back(cut);
  return cuts;
}

absl::StatusOr<LookaheadReport> CheckLookahead(
    const std::function<std::unique_ptr<Strategy>()>& create,
    const std::shared_ptr<const BarSeries>& bars, IndicatorSource& indicators,
    std::span<const int64_t> cuts, std::stop_token stop) {
  ASSIGN_OR_RETURN(const std::vector<Decision> all,
                   DecideAll(*create(), bars, indicators, stop));
  LookaheadReport report;
  report.decisions = static_cast<int64_t>(all.size());
  for (const int64_t cut : cuts) {
    if (cut < 1 || cut > static_cast<int64_t>(bars->size())) {
      return absl::InvalidArgumentError(absl::StrCat(
          "there is no cut after ", cut, " of ", bars->size(), " bars"));
    }
    ASSIGN_OR_RETURN(
        const std::vector<Decision> decided,
        DecideAll(*create(), BarsOf(bars, {0, cut}), indicators, stop));
    const auto end = std::ranges::lower_bound(
        all, cut, {}, [](const Decision& decision) { return decision.bar; });
    const Decisions before_cut(all.begin(), end);
    ++report.cuts_checked;
    report.decisions_compared +=
        static_cast<int64_t>(std::max(before_cut.size(), decided.size()));
    report.difference = FirstDifference(before_cut, decided, cut);
    if (report.difference) break;
  }
  return report;
}

}  // namespace admf
