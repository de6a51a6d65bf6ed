#include "engine/metrics/equity_summary.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "engine/columns/columns.h"
#include "engine/execution/equity_curve.h"
#include "engine/metrics/drawdown.h"
#include "engine/metrics/equity_samples.h"
#include "engine/metrics/return_collector.h"

namespace admf {

namespace {

/// Of the equity that `visit_blocks` shows (VisitBlocksAndSamples).
template <typename BlockSource>
EquitySummary Summarise(const EquityClock& clock, BlockSource visit_blocks,
                        double initial_cash, std::vector<double>* returns) {
  DrawdownTracker drawdowns(initial_cash, clock.time_us);
  ReturnCollector collector(initial_cash, returns);
  double sum = 0;
  VisitBlocksAndSamples(
      clock, visit_blocks,
      [&](std::span<const double> equity) {
        const ColumnSummary summary = SummaryOf(equity);
        drawdowns.Add(equity, summary);
        sum += summary.sum;
      },
      [&](std::span<const double> samples) { collector.Add(samples); });
  return {.account = {.returns = std::move(collector).Finish(),
                      .max_drawdown = drawdowns.maximum(),
                      .longest_drawdown_days = drawdowns.longest_days()},
          .mean = sum / static_cast<double>(clock.time_us.size())};
}

}  // namespace

EquitySummary SummariseEquity(const BarSeries& bars,
                              std::span<const AccountState> states,
                              double initial_cash,
                              std::vector<double>* returns) {
  return Summarise(
      bars, [&](auto visit) { VisitEquity(bars, states, visit); }, initial_cash,
      returns);
}

EquitySummary SummariseEquity(const EquityClock& clock, EquityRange equity,
                              double initial_cash,
                              std::vector<double>* returns) {
  return Summarise(
      clock,
      [&](auto visit) {
        const size_t size = clock.time_us.size();
        // The same blocks, since sums depend on them.
        for (size_t first = 0; first < size; first += internal::kEquityBlock) {
          const size_t end = std::min(first + internal::kEquityBlock, size);
          const std::vector<double> block = equity(first, end);
          visit(first, std::span<const double>(block));
        }
      },
      initial_cash, returns);
}

}  // namespace admf
