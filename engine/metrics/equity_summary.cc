#include "engine/metrics/equity_summary.h"

#include "engine/metrics/drawdown.h"
#include "engine/metrics/lanes.h"
#include "engine/metrics/return_blocks.h"

namespace admf {

EquitySummary SummariseEquity(const BarSeries& bars,
                              std::span<const AccountState> states,
                              double initial_cash,
                              std::vector<double>* returns) {
  EquitySummary summary;
  DrawdownTracker drawdowns(initial_cash, bars.time_us());
  double sum = 0;
  ReturnBlocks blocks(initial_cash, [&](std::span<const double> block) {
    summary.returns.moments.AddBlock(block);
    if (returns == nullptr) return;
    returns->insert(returns->end(), block.begin(), block.end());
  });
  VisitEquityAndSamples(
      bars, states,
      [&](std::span<const double> equity) {
        drawdowns.Add(equity);
        sum += SumOf(equity);
      },
      [&](std::span<const double> samples) { blocks.Add(samples); });
  blocks.Flush();
  summary.returns.growth = blocks.last_sample() / initial_cash;
  summary.returns.all_positive = blocks.lowest_sample() > 0;
  summary.max_drawdown = drawdowns.maximum();
  summary.longest_drawdown_days = drawdowns.longest_days();
  summary.mean = sum / static_cast<double>(bars.size());
  return summary;
}

}  // namespace admf
