// The sparse path comes to what the reference comes to, to the bit.

#include <bit>
#include <cstdint>
#include <vector>

#include "engine/base/random.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/replay.h"
#include "engine/execution/simulator.h"
#include "engine/metrics/drawdown.h"
#include "engine/metrics/equity_summary.h"
#include "engine/metrics/return_sampling.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/execution/random_run.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

/// Also tells 0 from -0, and takes NaN for itself.
void AssertSameBits(double a, double b) {
  RC_ASSERT(std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b));
}

RandomRun DrawReplayableRun() {
  RandomRun run = DrawRun();
  run.settings.stop_loss.reset();
  run.settings.take_profit.reset();
  run.settings.trailing_stop.reset();
  run.settings.max_holding_bars.reset();
  RC_ASSERT(CanReplay(run.settings));
  return run;
}

/// Thousands of bars, so that statistics see several blocks, with a decision
/// every few bars; the settings are drawn.
RandomRun DrawLongRun() {
  RandomRun run = DrawReplayableRun();
  Random random(*rc::gen::arbitrary<uint64_t>(), /*stream=*/0);
  const size_t size = *rc::gen::inRange<size_t>(1000, 5000);
  const uint64_t bars_per_decision = *rc::gen::inRange<uint64_t>(1, 200);
  std::vector<Prices> prices;
  run.decisions.clear();
  double close = 100;
  for (size_t bar = 0; bar < size; ++bar) {
    const double open = close * (1 + 0.02 * (random.NextUniform() - 0.5));
    close = open * (1 + 0.04 * (random.NextUniform() - 0.5));
    prices.push_back(
        {open, std::max(open, close), std::min(open, close), close});
    if (random.NextBelow(bars_per_decision) == 0) {
      run.decisions.push_back(
          {static_cast<int64_t>(bar),
           static_cast<Side>(static_cast<int>(random.NextBelow(3)) - 1)});
    }
  }
  run.bars = MakeBars(prices);
  return run;
}

void AssertReplayIsSimulation(const RandomRun& run) {
  const auto simulation = Simulate(*run.bars, run.decisions, run.settings, {});
  RC_ASSERT(simulation.ok());
  Replayed replayed;
  RC_ASSERT(Replay(*run.bars, run.decisions, run.settings, {}, &replayed).ok());

  RC_TAG(replayed.closed_trades / 20);
  RC_ASSERT(replayed.closed_trades ==
            static_cast<int64_t>(simulation->closed_trade_count()));
  RC_ASSERT(replayed.rejections ==
            static_cast<int64_t>(simulation->rejections.size()));
  RC_ASSERT(replayed.states.size() == simulation->states.size());
  for (size_t i = 0; i < replayed.states.size(); ++i) {
    RC_ASSERT(replayed.states[i].bar == simulation->states[i].bar);
    AssertSameBits(replayed.states[i].cash, simulation->states[i].cash);
    AssertSameBits(replayed.states[i].units, simulation->states[i].units);
  }

  const double cash = run.settings.initial_cash;
  const EquitySummary summary =
      SummariseEquity(*run.bars, replayed.states, cash);
  const ReturnSummary returns = SummariseReturns(*run.bars, *simulation, cash);
  const ReturnMoments& moments = summary.account.returns.moments;
  RC_ASSERT(moments.count() == returns.moments.count());
  AssertSameBits(moments.mean(), returns.moments.mean());
  AssertSameBits(moments.minimum(), returns.moments.minimum());
  AssertSameBits(moments.maximum(), returns.moments.maximum());
  if (moments.count() > 1) {
    AssertSameBits(moments.sample_deviation(),
                   returns.moments.sample_deviation());
    AssertSameBits(moments.downside_deviation(),
                   returns.moments.downside_deviation());
  }
  AssertSameBits(summary.account.returns.growth, returns.growth);
  RC_ASSERT(summary.account.returns.all_positive == returns.all_positive);
  DrawdownTracker drawdowns(cash, run.bars->time_us());
  drawdowns.Add(EquityColumn(*run.bars, *simulation));
  AssertSameBits(summary.account.max_drawdown, drawdowns.maximum());
  AssertSameBits(summary.account.longest_drawdown_days,
                 drawdowns.longest_days());
}

RC_GTEST_PROP(ReplayPropertyTest, AgreesWithTheReferenceToTheBit, ()) {
  AssertReplayIsSimulation(DrawReplayableRun());
}

RC_GTEST_PROP(ReplayPropertyTest, AgreesOnLongRuns, ()) {
  AssertReplayIsSimulation(DrawLongRun());
}

}  // namespace
}  // namespace admf
