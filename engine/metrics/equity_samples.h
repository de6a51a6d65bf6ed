#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/periods_per_year.h"

namespace admf {

/// Goes through an equity once: calls visit_equity(std::span<const double>
/// equity) with every block of it and visit_samples(std::span<const double>
/// samples) with the samples of return_sampling.h in it, but for the initial
/// cash. `visit_blocks` calls what it is given with the blocks, as VisitEquity.
template <typename BlockSource, typename EquityVisitor, typename SampleVisitor>
void VisitBlocksAndSamples(const EquityClock& clock, BlockSource visit_blocks,
                           EquityVisitor visit_equity,
                           SampleVisitor visit_samples) {
  if (!SampledDaily(clock)) {
    visit_blocks([&](size_t first_bar, std::span<const double> equity) {
      visit_equity(equity);
      visit_samples(equity.subspan(first_bar == 0 ? 1 : 0));
    });
    return;
  }
  const std::vector<size_t> sampled_bars = LastBarsOfDays(clock);
  size_t next = 0;
  visit_blocks([&](size_t first_bar, std::span<const double> equity) {
    visit_equity(equity);
    for (; next < sampled_bars.size() &&
           sampled_bars[next] < first_bar + equity.size();
         ++next) {
      visit_samples(equity.subspan(sampled_bars[next] - first_bar, 1));
    }
  });
}

/// The same for the equity of one symbol's account.
template <typename EquityVisitor, typename SampleVisitor>
void VisitEquityAndSamples(const BarSeries& bars,
                           std::span<const AccountState> states,
                           EquityVisitor visit_equity,
                           SampleVisitor visit_samples) {
  VisitBlocksAndSamples(
      bars, [&](auto visit) { VisitEquity(bars, states, visit); }, visit_equity,
      visit_samples);
}

}  // namespace admf
