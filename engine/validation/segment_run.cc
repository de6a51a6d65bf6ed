#include "engine/validation/segment_run.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/broker/run_decisions.h"
#include "engine/execution/decision_check.h"
#include "engine/validation/range_bars.h"

namespace admf {
namespace {

/// Whether sizes depend on bars long before the decision's.
bool LooksBack(const Sizing& sizing) {
  return sizing.type == Sizing::Type::kVolatilityTarget ||
         sizing.type == Sizing::Type::kAtrRisk;
}

/// The decisions of one range, counted from bar `origin` on: the one that holds
/// at its first bar, and those that follow.
std::vector<Decision> DecisionsOf(std::span<const Decision> decisions,
                                  const BarRange& range, int64_t origin) {
  const auto bar_of = [](const Decision& decision) { return decision.bar; };
  const auto first =
      std::ranges::upper_bound(decisions, range.begin, {}, bar_of);
  const auto last = std::ranges::lower_bound(decisions, range.end, {}, bar_of);
  std::vector<Decision> result;
  if (first != decisions.begin() && std::prev(first)->side != Side::kFlat) {
    result.push_back({range.begin - origin, std::prev(first)->side});
  }
  for (auto it = first; it < last; ++it) {
    result.push_back({it->bar - origin, it->side});
  }
  return result;
}

/// Puts the simulations of ranges into one.
class Joiner {
 public:
  /// The money after the ranges so far.
  double equity() const { return equity_; }

  explicit Joiner(double initial_cash) : equity_(initial_cash) {}

  /// Adds what came of `range`, whose bars were counted from `origin` on;
  /// `close` is its last one.
  void Add(Simulation part, const BarRange& range, int64_t origin,
           double close) {
    EndOpenTrade();
    shift_ = joined_bars_ + origin - range.begin;
    const AccountState& end = part.states.back();
    equity_ = end.cash + end.units * close;
    AddStates(part.states);
    for (Fill& fill : part.fills) {
      fill.decided_bar += shift_;
      fill.bar += shift_;
      joined_.fills.push_back(fill);
    }
    for (Trade& trade : part.trades) {
      trade.entry_bar += shift_;
      trade.exit_bar += shift_;
      joined_.trades.push_back(trade);
    }
    for (Rejection& rejection : part.rejections) {
      rejection.bar += shift_;
      joined_.rejections.push_back(std::move(rejection));
    }
    joined_.multiplier = part.multiplier;
    joined_bars_ += range.size();
  }

  Simulation Finish() && { return std::move(joined_); }

 private:
  /// The position that the last range left, if any, is not carried on.
  void EndOpenTrade() {
    if (!joined_.trades.empty()) joined_.trades.back().open = false;
  }

  /// The first state of a part is that of its first bar, before which the
  /// account was as the last part left it: mostly no change.
  void AddStates(std::span<const AccountState> states) {
    for (size_t i = 0; i < states.size(); ++i) {
      AccountState state = states[i];
      state.bar = std::max(state.bar + shift_, joined_bars_);
      if (joined_.states.empty()) {
        joined_.states.push_back(state);
        continue;
      }
      AccountState& last = joined_.states.back();
      if (i == 0 && last.cash == state.cash && last.units == state.units) {
        continue;
      }
      if (last.bar == state.bar) {
        last = state;
      } else {
        joined_.states.push_back(state);
      }
    }
  }

  Simulation joined_;
  double equity_;
  /// Bars of the ranges so far.
  int64_t joined_bars_ = 0;
  /// From a part's bars to the joined ones.
  int64_t shift_ = 0;
};

}  // namespace

absl::StatusOr<SegmentedBars> SegmentedBars::Create(
    std::shared_ptr<const BarSeries> bars, std::span<const BarRange> ranges) {
  SegmentedBars result;
  ASSIGN_OR_RETURN(result.joined_, JoinRanges(bars, ranges));
  for (const BarRange& range : ranges) {
    result.segments_.push_back({.range = range,
                                .own = BarsOf(bars, range),
                                .with_past = BarsOf(bars, {0, range.end})});
  }
  result.all_ = std::move(bars);
  return result;
}

absl::StatusOr<SegmentRun> RunSegments(const SegmentedBars& bars,
                                       std::span<const SegmentPlan> plans,
                                       double multiplier,
                                       std::stop_token stop) {
  if (plans.size() != bars.segments().size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", plans.size(), " plans for ",
                     bars.segments().size(), " ranges of bars"));
  }
  Joiner joiner(plans.front().settings->initial_cash);
  for (size_t i = 0; i < plans.size(); ++i) {
    if (joiner.equity() <= 0) break;
    RETURN_IF_ERROR(CheckDecisions(*bars.all(), plans[i].decisions));
    SimulationSettings settings = *plans[i].settings;
    settings.initial_cash = joiner.equity();
    settings.close_at_end = true;
    const bool looks_back = LooksBack(settings.sizing);
    const SegmentedBars::Segment& segment = bars.segments()[i];
    const int64_t origin = looks_back ? 0 : segment.range.begin;
    const auto& known = looks_back ? segment.with_past : segment.own;
    const std::vector<Decision> decided =
        DecisionsOf(plans[i].decisions, segment.range, origin);
    ASSIGN_OR_RETURN(DecisionRun run,
                     RunDecisions(known, decided, settings, multiplier, stop));
    joiner.Add(std::move(run.simulation), segment.range, origin,
               known->close().back());
  }
  return SegmentRun{bars.joined(), std::move(joiner).Finish()};
}

absl::StatusOr<SegmentRun> RunSegments(const SegmentedBars& bars,
                                       std::span<const Decision> decisions,
                                       const SimulationSettings& settings,
                                       double multiplier,
                                       std::stop_token stop) {
  const std::vector<SegmentPlan> plans(bars.segments().size(),
                                       {decisions, &settings});
  return RunSegments(bars, plans, multiplier, std::move(stop));
}

absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, std::span<const BarRange> ranges,
    const SimulationSettings& settings, double multiplier,
    std::stop_token stop) {
  ASSIGN_OR_RETURN(const SegmentedBars segmented,
                   SegmentedBars::Create(bars, ranges));
  return RunSegments(segmented, decisions, settings, multiplier,
                     std::move(stop));
}

}  // namespace admf
