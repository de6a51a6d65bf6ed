#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/simulation.h"

namespace admf {

/// Goes through the equity at the close of every bar, cash + units x close, in
/// blocks that stay in the first-level cache: calls
/// visit(size_t first_bar, std::span<const double> equity) for bars 0, 1024,
/// 2048, ... The spans are valid during the call. `simulation` must be one of
/// `bars`.
template <typename Visitor>
void VisitEquity(const BarSeries& bars, const Simulation& simulation,
                 Visitor visit) {
  constexpr size_t kBlock = 1024;
  const double* const close = bars.close().data();
  const std::vector<AccountState>& states = simulation.states;
  std::array<double, kBlock> block;
  size_t state = 0;
  for (size_t first = 0; first < bars.size(); first += kBlock) {
    const size_t end = std::min(first + kBlock, bars.size());
    for (size_t bar = first; bar < end;) {
      while (state + 1 < states.size() &&
             static_cast<size_t>(states[state + 1].bar) <= bar) {
        ++state;
      }
      const size_t change = state + 1 < states.size()
                                ? static_cast<size_t>(states[state + 1].bar)
                                : end;
      const double cash = states[state].cash;
      const double units = states[state].units;
      for (const size_t until = std::min(change, end); bar < until; ++bar) {
        block[bar - first] = cash + units * close[bar];
      }
    }
    visit(first, std::span<const double>(block.data(), end - first));
  }
}

/// The equity at the close of every bar.
std::vector<double> EquityColumn(const BarSeries& bars,
                                 const Simulation& simulation);

}  // namespace admf
