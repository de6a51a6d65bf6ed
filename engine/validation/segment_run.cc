#include "engine/validation/segment_run.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

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

absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const TradedRange> ranges, double initial_cash, double multiplier,
    std::stop_token stop) {
  std::vector<BarRange> bar_ranges;
  bar_ranges.reserve(ranges.size());
  for (const TradedRange& traded : ranges) bar_ranges.push_back(traded.range);
  SegmentRun result;
  ASSIGN_OR_RETURN(result.bars, JoinRanges(bars, bar_ranges));
  Joiner joiner(initial_cash);
  for (const TradedRange& traded : ranges) {
    const BarRange& range = traded.range;
    RETURN_IF_ERROR(CheckDecisions(*bars, traded.decisions));
    if (joiner.equity() <= 0) break;
    SimulationSettings settings = *traded.settings;
    settings.close_at_end = true;
    settings.initial_cash = joiner.equity();
    const int64_t origin = LooksBack(settings.sizing) ? 0 : range.begin;
    const std::vector<Decision> decided =
        DecisionsOf(traded.decisions, range, origin);
    ASSIGN_OR_RETURN(DecisionRun run,
                     RunDecisions(BarsOf(bars, {origin, range.end}), decided,
                                  settings, multiplier, stop));
    joiner.Add(std::move(run.simulation), range, origin,
               bars->close()[static_cast<size_t>(range.end - 1)]);
  }
  result.simulation = std::move(joiner).Finish();
  return result;
}

absl::StatusOr<SegmentRun> RunSegments(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, std::span<const BarRange> ranges,
    const SimulationSettings& settings, double multiplier,
    std::stop_token stop) {
  std::vector<TradedRange> traded;
  traded.reserve(ranges.size());
  for (const BarRange& range : ranges) {
    traded.push_back({range, decisions, &settings});
  }
  return RunSegments(bars, traded, settings.initial_cash, multiplier,
                     std::move(stop));
}

}  // namespace admf
