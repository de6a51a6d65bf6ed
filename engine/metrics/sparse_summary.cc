#include "engine/metrics/sparse_summary.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "engine/metrics/drawdown.h"
#include "engine/metrics/return_collector.h"

namespace admf {
namespace {

/// Of the equity at the closes of a range.
ValueRange EquityRange(const AccountState& state, const ValueRange& closes) {
  const double a = state.cash + state.units * closes.lowest;
  const double b = state.cash + state.units * closes.highest;
  return {.lowest = std::min(a, b), .highest = std::max(a, b)};
}

/// Adds bars [begin, end), all of one block, between which the account doesn't
/// change.
void AddBars(const CloseIndex& closes, const AccountState& state, size_t begin,
             size_t end, DrawdownTracker& drawdowns) {
  const ValueRange range =
      EquityRange(state, closes.ranges()[begin / CloseIndex::kBlock]);
  if (drawdowns.AddWithin(range, end - begin)) return;
  std::array<double, CloseIndex::kBlock> equity;
  const std::span<const double> close = closes.bars().close();
  for (size_t bar = begin; bar < end; ++bar) {
    equity[bar - begin] = state.cash + state.units * close[bar];
  }
  drawdowns.Add(std::span(equity).first(end - begin));
}

void AddDrawdowns(const CloseIndex& closes,
                  std::span<const AccountState> states,
                  DrawdownTracker& drawdowns) {
  for (size_t i = 0; i < states.size(); ++i) {
    size_t bar = static_cast<size_t>(states[i].bar);
    const size_t end = i + 1 < states.size()
                           ? static_cast<size_t>(states[i + 1].bar)
                           : closes.bars().size();
    if (states[i].units == 0) {
      drawdowns.AddConstant(states[i].cash, end - bar);
      continue;
    }
    while (bar < end) {
      const size_t next =
          std::min(end, (bar / CloseIndex::kBlock + 1) * CloseIndex::kBlock);
      AddBars(closes, states[i], bar, next, drawdowns);
      bar = next;
    }
  }
}

/// The equity at the last bar of each day.
std::vector<double> Samples(const CloseIndex& closes,
                            std::span<const AccountState> states) {
  std::vector<double> samples;
  samples.reserve(closes.last_bars_of_days().size());
  const std::span<const double> close = closes.bars().close();
  size_t state = 0;
  for (const size_t bar : closes.last_bars_of_days()) {
    while (state + 1 < states.size() &&
           static_cast<size_t>(states[state + 1].bar) <= bar) {
      ++state;
    }
    samples.push_back(states[state].cash + states[state].units * close[bar]);
  }
  return samples;
}

}  // namespace

AccountSummary SummariseSparsely(const CloseIndex& closes,
                                 std::span<const AccountState> states,
                                 double initial_cash,
                                 std::vector<double>* returns) {
  DrawdownTracker drawdowns(initial_cash, closes.bars().time_us());
  AddDrawdowns(closes, states, drawdowns);
  ReturnCollector collector(initial_cash, returns);
  collector.Add(Samples(closes, states));
  return {.returns = std::move(collector).Finish(),
          .max_drawdown = drawdowns.maximum(),
          .longest_drawdown_days = drawdowns.longest_days()};
}

}  // namespace admf
