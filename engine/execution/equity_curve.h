#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/simulation.h"

namespace admf {

namespace internal {

/// Bars whose equity is computed together; they stay in the first-level cache.
inline constexpr size_t kEquityBlock = 1024;
/// Bars that are computed at a time. Between two changes of the account there
/// may be fewer: then some are computed for nothing, and again by the next
/// state, which costs less than a loop of an unforeseeable length.
inline constexpr size_t kEquityStep = 8;
using EquityBlock = std::array<double, kEquityBlock + kEquityStep>;

/// Writes the equity at the closes of bars [first, end), kEquityBlock at most.
/// `state` is the one that holds before them, or any earlier one; the one that
/// holds at the last of them is returned.
size_t WriteEquity(std::span<const AccountState> states, size_t state,
                   std::span<const double> close, size_t first, size_t end,
                   EquityBlock* equity);

}  // namespace internal

/// Goes through the equity at the close of every bar, cash + units x close, in
/// blocks that stay in the first-level cache: calls
/// visit(size_t first_bar, std::span<const double> equity) for bars 0, 1024,
/// 2048, ... The spans are valid during the call. `states` must be those of a
/// simulation of `bars` (Simulation::states).
template <typename Visitor>
void VisitEquity(const BarSeries& bars, std::span<const AccountState> states,
                 Visitor visit) {
  internal::EquityBlock block;
  size_t state = 0;
  for (size_t first = 0; first < bars.size(); first += internal::kEquityBlock) {
    const size_t end = std::min(first + internal::kEquityBlock, bars.size());
    state =
        internal::WriteEquity(states, state, bars.close(), first, end, &block);
    visit(first, std::span<const double>(block.data(), end - first));
  }
}

template <typename Visitor>
void VisitEquity(const BarSeries& bars, const Simulation& simulation,
                 Visitor visit) {
  VisitEquity(bars, std::span(simulation.states), visit);
}

/// Goes through the states that hold at bars [begin, end): calls
/// visit(const AccountState& state, size_t first_bar, size_t end_bar) for each,
/// the bars one after another. `states` are those of a simulation.
template <typename Visitor>
void VisitStates(std::span<const AccountState> states, size_t begin, size_t end,
                 Visitor visit) {
  const auto begins_after = [](size_t bar, const AccountState& state) {
    return bar < static_cast<size_t>(state.bar);
  };
  auto next =
      std::upper_bound(states.begin(), states.end(), begin, begins_after);
  for (size_t bar = begin; bar < end; ++next) {
    const size_t change =
        next != states.end() ? static_cast<size_t>(next->bar) : end;
    const size_t until = std::min(change, end);
    visit(*std::prev(next), bar, until);
    bar = until;
  }
}

/// The equity at the close of bars [begin, end).
std::vector<double> EquityColumn(const BarSeries& bars,
                                 std::span<const AccountState> states,
                                 size_t begin, size_t end);

/// The equity at the close of every bar.
std::vector<double> EquityColumn(const BarSeries& bars,
                                 const Simulation& simulation);

}  // namespace admf
