// Where both apply, the broker and the quick path are the same to the bit.

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/broker/portfolio_equity.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/simulator.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/execution/random_run.h"

namespace admf {
namespace {

void AssertSame(const Fill& a, const Fill& b) {
  RC_ASSERT(a.decided_bar == b.decided_bar);
  RC_ASSERT(a.bar == b.bar);
  RC_ASSERT(a.units == b.units);
  RC_ASSERT(a.market_price == b.market_price);
  RC_ASSERT(a.price == b.price);
  RC_ASSERT(a.commission == b.commission);
  RC_ASSERT(a.reason == b.reason);
}

void AssertSame(const Trade& a, const Trade& b) {
  RC_ASSERT(a.entry_bar == b.entry_bar);
  RC_ASSERT(a.exit_bar == b.exit_bar);
  RC_ASSERT(a.units == b.units);
  RC_ASSERT(a.entry_price == b.entry_price);
  RC_ASSERT(a.exit_price == b.exit_price);
  RC_ASSERT(a.commission == b.commission);
  RC_ASSERT(a.profit == b.profit);
  RC_ASSERT(a.return_fraction == b.return_fraction);
  RC_ASSERT(a.exit_reason == b.exit_reason);
  RC_ASSERT(a.open == b.open);
}

void AssertSame(const Rejection& a, const Rejection& b) {
  RC_ASSERT(a.bar == b.bar);
  RC_ASSERT(a.side == b.side);
  RC_ASSERT(a.reason == b.reason);
}

void AssertSame(const AccountState& a, const AccountState& b) {
  RC_ASSERT(a.bar == b.bar);
  RC_ASSERT(a.cash == b.cash);
  RC_ASSERT(a.units == b.units);
}

template <typename Row>
void AssertSame(const std::vector<Row>& a, const std::vector<Row>& b) {
  RC_ASSERT(a.size() == b.size());
  for (size_t i = 0; i < a.size(); ++i) AssertSame(a[i], b[i]);
}

RC_GTEST_PROP(PortfolioSimulatorEqualityTest, OneSymbolIsTheQuickPath, ()) {
  const RandomRun run = DrawRun();
  RC_ASSERT(CanSimulate(run.settings));
  const auto expected = Simulate(*run.bars, run.decisions, run.settings, {});
  RC_ASSERT(expected.ok());
  const auto aligned = AlignedBars::Create({run.bars});
  RC_ASSERT(aligned.ok());
  const SymbolPlan plan = {.decisions = run.decisions};
  const auto portfolio =
      SimulatePortfolio(**aligned, {&plan, 1}, run.settings, {});
  RC_ASSERT(portfolio.ok());
  RC_TAG(expected->trades.size() / 5);

  const Simulation simulation = ToSimulation(*portfolio);
  AssertSame(simulation.fills, expected->fills);
  AssertSame(simulation.trades, expected->trades);
  AssertSame(simulation.rejections, expected->rejections);
  AssertSame(simulation.states, expected->states);
  RC_ASSERT(PortfolioEquity(**aligned, *portfolio) ==
            EquityColumn(*run.bars, *expected));
}

/// Watching an account that breaks no limit changes nothing.
RC_GTEST_PROP(PortfolioSimulatorEqualityTest, LimitsThatHoldChangeNothing, ()) {
  const RandomRun run = DrawRun();
  const auto expected = Simulate(*run.bars, run.decisions, run.settings, {});
  RC_ASSERT(expected.ok());
  for (const double equity : EquityColumn(*run.bars, *expected)) {
    RC_PRE(equity > 1e-5 * run.settings.initial_cash);
  }
  SimulationSettings settings = run.settings;
  settings.max_drawdown = 0.9999999;
  settings.daily_loss_limit = 0.9999999;
  settings.maintenance_margin = 1e-9;
  RC_ASSERT(!CanSimulate(settings));
  const auto aligned = AlignedBars::Create({run.bars});
  const SymbolPlan plan = {.decisions = run.decisions};
  const auto portfolio = SimulatePortfolio(**aligned, {&plan, 1}, settings, {});
  RC_ASSERT(portfolio.ok());
  AssertSame(ToSimulation(*portfolio).fills, expected->fills);
  AssertSame(ToSimulation(*portfolio).states, expected->states);
}

}  // namespace
}  // namespace admf
