// Properties that hold for any prices, decisions and settings.

#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/execution/equity_curve.h"
#include "engine/execution/simulator.h"
#include "engine/execution/verification.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/execution/bar_by_bar.h"
#include "tests/unit/engine/execution/random_run.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

Simulation Run(const RandomRun& run) {
  auto simulation = Simulate(*run.bars, run.decisions, run.settings, {});
  RC_ASSERT(simulation.ok());
  return *std::move(simulation);
}

void AssertSame(const Fill& a, const Fill& b) {
  RC_ASSERT(a.decided_bar == b.decided_bar);
  RC_ASSERT(a.bar == b.bar);
  RC_ASSERT(a.units == b.units);
  RC_ASSERT(a.market_price == b.market_price);
  RC_ASSERT(a.price == b.price);
  RC_ASSERT(a.commission == b.commission);
  RC_ASSERT(a.reason == b.reason);
}

RC_GTEST_PROP(SimulatorPropertyTest, EverySimulationPassesItsVerification, ()) {
  const RandomRun run = DrawRun();
  const Simulation simulation = Run(run);
  RC_TAG(simulation.trades.size() / 5);
  const absl::Status status =
      VerifySimulation(*run.bars, run.decisions, run.settings, simulation);
  RC_LOG() << status;
  RC_ASSERT(status.ok());
}

RC_GTEST_PROP(SimulatorPropertyTest, ALoopOverAllBarsAgreesToTheBit, ()) {
  RandomRun run = DrawRun();
  run.settings.units = Units::kWhole;
  const Simulation simulation = Run(run);
  const BarByBarResult expected =
      SimulateBarByBar(*run.bars, run.decisions, run.settings);
  RC_ASSERT(simulation.fills.size() == expected.fills.size());
  for (size_t i = 0; i < expected.fills.size(); ++i) {
    AssertSame(simulation.fills[i], expected.fills[i]);
  }
  RC_ASSERT(static_cast<int64_t>(simulation.rejections.size()) ==
            expected.rejections);
  RC_ASSERT(EquityColumn(*run.bars, simulation) == expected.equity);
}

RC_GTEST_PROP(SimulatorPropertyTest, WhatComesLaterChangesNothing, ()) {
  RandomRun run = DrawRun();
  run.settings.close_at_end = false;
  const Simulation whole = Run(run);
  const size_t size = *rc::gen::inRange<size_t>(1, run.bars->size() + 1);
  RandomRun part = run;
  std::vector<Prices> prices;
  for (size_t bar = 0; bar < size; ++bar) {
    prices.push_back({run.bars->open()[bar], run.bars->high()[bar],
                      run.bars->low()[bar], run.bars->close()[bar]});
  }
  part.bars = MakeBars(prices);
  std::erase_if(part.decisions, [size](const Decision& decision) {
    return decision.bar >= static_cast<int64_t>(size);
  });
  const Simulation early = Run(part);
  RC_ASSERT(early.fills.size() <= whole.fills.size());
  for (size_t i = 0; i < whole.fills.size(); ++i) {
    if (i < early.fills.size()) {
      AssertSame(early.fills[i], whole.fills[i]);
    } else {
      RC_ASSERT(whole.fills[i].bar >= static_cast<int64_t>(size));
    }
  }
}

RC_GTEST_PROP(SimulatorPropertyTest, MoneyIsNeitherMadeNorLost, ()) {
  const RandomRun run = DrawRun();
  const Simulation simulation = Run(run);
  // What the fills exchanged with the market, and what is still held.
  long double money = run.settings.initial_cash;
  long double units = 0;
  long double scale = money;
  for (const Fill& fill : simulation.fills) {
    money -= static_cast<long double>(fill.units) * fill.price;
    money -= fill.commission;
    units += fill.units;
    scale += std::abs(fill.units) * fill.price + std::abs(money);
  }
  money += units * run.bars->close().back();
  const double equity = EquityColumn(*run.bars, simulation).back();
  RC_ASSERT(std::abs(equity - static_cast<double>(money)) <=
            1e-15 * static_cast<double>(scale));
}

/// Without costs and with a fixed size, a short on prices that are mirrored at
/// 1000 earns what a long earns on the prices themselves.
RC_GTEST_PROP(SimulatorPropertyTest, AShortIsALongOnMirroredPrices, ()) {
  RandomRun run = DrawRun();
  SimulationSettings settings;
  settings.fill = run.settings.fill;
  settings.close_at_end = run.settings.close_at_end;
  settings.max_holding_bars = run.settings.max_holding_bars;
  settings.initial_cash = 1e6;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 3};
  run.settings = settings;

  std::vector<Prices> prices, mirrored;
  for (size_t bar = 0; bar < run.bars->size(); ++bar) {
    // In eighths, so that the mirror image is exact; 100 of 1000 at most 900.
    auto round = [](double price) {
      return std::clamp(std::round(price * 8) / 8, 1.0, 900.0);
    };
    const Prices bar_prices = {
        round(run.bars->open()[bar]), round(run.bars->high()[bar]),
        round(run.bars->low()[bar]), round(run.bars->close()[bar])};
    prices.push_back(bar_prices);
    mirrored.push_back({1000 - bar_prices.open, 1000 - bar_prices.low,
                        1000 - bar_prices.high, 1000 - bar_prices.close});
  }
  run.bars = MakeBars(prices);
  const std::vector<double> equity = EquityColumn(*run.bars, Run(run));
  run.bars = MakeBars(mirrored);
  for (Decision& decision : run.decisions) {
    decision.side = static_cast<Side>(-static_cast<int>(decision.side));
  }
  RC_ASSERT(EquityColumn(*run.bars, Run(run)) == equity);
}

}  // namespace
}  // namespace admf
