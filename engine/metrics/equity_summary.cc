#include "engine/metrics/equity_summary.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/columns/columns.h"
#include "engine/execution/equity_curve.h"
#include "engine/metrics/drawdown.h"
#include "engine/metrics/return_blocks.h"

namespace admf {

namespace {

/// Of the equity that `visit_blocks` shows (VisitBlocksAndSamples).
template <typename BlockSource>
EquitySummary Summarise(const EquityClock& clock, BlockSource visit_blocks,
                        double initial_cash, std::vector<double>* returns) {
  EquitySummary equity_summary;
  AccountSummary& account = equity_summary.account;
  DrawdownTracker drawdowns(initial_cash, clock.time_us);
  double sum = 0;
  ReturnBlocks blocks(initial_cash, returns,
                      [&](std::span<const double> block) {
                        account.returns.moments.AddBlock(block);
                      });
  VisitBlocksAndSamples(
      clock, visit_blocks,
      [&](std::span<const double> equity) {
        const ColumnSummary summary = SummaryOf(equity);
        drawdowns.Add(equity, summary);
        sum += summary.sum;
      },
      [&](std::span<const double> samples) { blocks.Add(samples); });
  blocks.Flush();
  account.returns.growth = blocks.last_sample() / initial_cash;
  account.returns.all_positive = blocks.lowest_sample() > 0;
  account.max_drawdown = drawdowns.maximum();
  account.longest_drawdown_days = drawdowns.longest_days();
  equity_summary.mean = sum / static_cast<double>(clock.time_us.size());
  return equity_summary;
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
