// Properties that hold for any prices, decisions, symbols and settings.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/broker/portfolio_equity.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/broker/portfolio_verification.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/broker/random_portfolio.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

PortfolioSimulation Run(const RandomPortfolio& run) {
  return MustSimulate(*run.Bars(), run.Plans(), run.settings);
}

bool SameFill(const PortfolioFill& a, const PortfolioFill& b) {
  return a.tick == b.tick && a.symbol == b.symbol && a.bar == b.bar &&
         a.decided_bar == b.decided_bar && a.units == b.units &&
         a.market_price == b.market_price && a.price == b.price &&
         a.commission == b.commission && a.reason == b.reason;
}

void AssertSameFills(const PortfolioSimulation& a,
                     const PortfolioSimulation& b) {
  RC_ASSERT(a.fills.size() == b.fills.size());
  for (size_t i = 0; i < a.fills.size(); ++i) {
    RC_ASSERT(SameFill(a.fills[i], b.fills[i]));
  }
}

RC_GTEST_PROP(PortfolioSimulatorPropertyTest, EveryRunPassesItsVerification,
              ()) {
  const RandomPortfolio run = DrawPortfolio();
  const PortfolioSimulation simulation = Run(run);
  RC_TAG(std::min<size_t>(simulation.trades.size() / 4, 5));
  const absl::Status status =
      VerifyPortfolio(*run.Bars(), run.Plans(), run.settings, simulation);
  RC_LOG() << status;
  RC_ASSERT(status.ok());
}

RC_GTEST_PROP(PortfolioSimulatorPropertyTest, WhatComesLaterChangesNothing,
              ()) {
  RandomPortfolio run = DrawPortfolio();
  run.settings.close_at_end = false;
  const PortfolioSimulation whole = Run(run);
  const size_t ticks = *rc::gen::inRange<size_t>(1, run.Bars()->ticks() + 1);
  const RandomPortfolio part = run.FirstTicks(ticks);
  const PortfolioSimulation early = Run(part);
  RC_ASSERT(early.fills.size() <= whole.fills.size());
  for (size_t i = 0; i < whole.fills.size(); ++i) {
    if (i < early.fills.size()) {
      RC_ASSERT(SameFill(early.fills[i], whole.fills[i]));
    } else {
      RC_ASSERT(whole.fills[i].tick >= static_cast<int64_t>(ticks));
    }
  }
  std::vector<double> equity = PortfolioEquity(*run.Bars(), whole);
  equity.resize(ticks);
  RC_ASSERT(PortfolioEquity(*part.Bars(), early) == equity);
}

/// However it is read: what the account is worth, added up tick by tick.
RC_GTEST_PROP(PortfolioSimulatorPropertyTest, EquityIsTheSameInAllRanges, ()) {
  const RandomPortfolio run = DrawPortfolio();
  const PortfolioSimulation simulation = Run(run);
  const auto bars = run.Bars();
  std::vector<double> expected;
  std::vector<double> units(bars->symbols()), closes(bars->symbols());
  double cash = 0;
  size_t next_cash = 0, next_holding = 0;
  for (size_t tick = 0; tick < bars->ticks(); ++tick) {
    const auto number = static_cast<int64_t>(tick);
    for (; next_cash < simulation.cash_states.size() &&
           simulation.cash_states[next_cash].tick == number;
         ++next_cash) {
      cash = simulation.cash_states[next_cash].cash;
    }
    for (; next_holding < simulation.holding_states.size() &&
           simulation.holding_states[next_holding].tick == number;
         ++next_holding) {
      const HoldingState& state = simulation.holding_states[next_holding];
      units[static_cast<size_t>(state.symbol)] = state.units;
    }
    double equity = cash;
    for (size_t symbol = 0; symbol < bars->symbols(); ++symbol) {
      const int32_t row = bars->rows(symbol)[tick];
      if (row != AlignedBars::kNoBar) {
        closes[symbol] = bars->bars(symbol).close()[static_cast<size_t>(row)];
      }
      if (units[symbol] == 0) continue;
      equity += units[symbol] * simulation.multipliers[symbol] * closes[symbol];
    }
    expected.push_back(equity);
  }
  PortfolioEquityReader reader(*bars, simulation);
  std::vector<double> read, cash_of_ranges;
  while (read.size() < bars->ticks()) {
    const size_t begin = read.size();
    const size_t end = *rc::gen::inRange<size_t>(begin + 1, bars->ticks() + 1);
    const std::vector<double> part = reader.Read(begin, end);
    read.insert(read.end(), part.begin(), part.end());
    const std::vector<double> part_of_cash =
        PortfolioCash(simulation, begin, end);
    cash_of_ranges.insert(cash_of_ranges.end(), part_of_cash.begin(),
                          part_of_cash.end());
  }
  RC_ASSERT(read == expected);
  RC_ASSERT(PortfolioEquity(*bars, simulation) == expected);
  RC_ASSERT(FinalPortfolioEquity(*bars, simulation) == expected.back());
  RC_ASSERT(cash_of_ranges == PortfolioCash(simulation, 0, bars->ticks()));
}

/// A market that never closes is no other than one without hours; but it has
/// orders that rest looked at bar by bar.
RC_GTEST_PROP(PortfolioSimulatorPropertyTest, SleepingMissesNothing, ()) {
  RandomPortfolio run = DrawPortfolio();
  run.settings.session.reset();
  run.settings.close_eod = false;
  const PortfolioSimulation asleep = Run(run);
  run.settings.session = Session{0, 0};
  AssertSameFills(asleep, Run(run));
}

/// Symbols that have all they need of the money don't know of each other.
RC_GTEST_PROP(PortfolioSimulatorPropertyTest, RichSymbolsTradeAsIfAlone, ()) {
  RandomPortfolio run = DrawPortfolio();
  SimulationSettings& settings = run.settings;
  settings.initial_cash = 1e9;
  settings.sizing.type = Sizing::Type::kFixedUnits;
  settings.maintenance_margin.reset();
  settings.max_drawdown.reset();
  settings.daily_loss_limit.reset();
  // Its tiers are shared.
  RC_PRE(settings.commission.type != Commission::Type::kTiered);
  const PortfolioSimulation together = Run(run);
  for (size_t symbol = 0; symbol < run.series.size(); ++symbol) {
    const PortfolioSimulation alone = MustSimulate(
        *Align({run.series[symbol]}), {run.Plans()[symbol]}, settings);
    size_t next = 0;
    for (const PortfolioFill& fill : together.fills) {
      if (static_cast<size_t>(fill.symbol) != symbol) continue;
      RC_ASSERT(next < alone.fills.size());
      const PortfolioFill& other = alone.fills[next++];
      RC_ASSERT(other.bar == fill.bar);
      RC_ASSERT(other.units == fill.units);
      RC_ASSERT(other.price == fill.price);
      RC_ASSERT(other.reason == fill.reason);
    }
    RC_ASSERT(next == alone.fills.size());
  }
}

/// Without costs and with a fixed size, a short on prices that are mirrored at
/// 1000 earns what a long earns on the prices themselves.
RC_GTEST_PROP(PortfolioSimulatorPropertyTest, AShortIsALongOnMirroredPrices,
              ()) {
  RandomPortfolio run = DrawPortfolio();
  SimulationSettings settings;
  settings.fill = run.settings.fill;
  settings.close_at_end = run.settings.close_at_end;
  settings.max_holding_bars = run.settings.max_holding_bars;
  settings.volume_limit = run.settings.volume_limit;
  settings.session = run.settings.session;
  settings.close_eod = run.settings.close_eod;
  settings.initial_cash = 0x1p30;
  settings.sizing.type = Sizing::Type::kFixedUnits;
  settings.sizing.units = 8;
  run.settings = settings;
  RandomPortfolio mirrored = run;
  for (size_t symbol = 0; symbol < run.series.size(); ++symbol) {
    const BarSeries& bars = *run.series[symbol];
    std::vector<TestBar> prices, images;
    for (size_t i = 0; i < bars.size(); ++i) {
      // In eighths, so that the mirror image is exact.
      auto round = [](double price) {
        return std::clamp(std::round(price * 8) / 8, 1.0, 900.0);
      };
      const TestBar bar = {round(bars.open()[i]), round(bars.high()[i]),
                           round(bars.low()[i]), round(bars.close()[i]),
                           bars.volume()[i]};
      prices.push_back(bar);
      images.push_back({1000 - bar.open, 1000 - bar.low, 1000 - bar.high,
                        1000 - bar.close, bar.volume});
    }
    const std::vector<int64_t> times(bars.time_us().begin(),
                                     bars.time_us().end());
    run.series[symbol] =
        MakeSeries(bars.symbol(), times, prices, bars.timeframe());
    mirrored.series[symbol] =
        MakeSeries(bars.symbol(), times, images, bars.timeframe());
    for (Decision& decision : mirrored.decisions[symbol]) {
      decision.side = static_cast<Side>(-static_cast<int>(decision.side));
    }
  }
  RC_ASSERT(PortfolioEquity(*mirrored.Bars(), Run(mirrored)) ==
            PortfolioEquity(*run.Bars(), Run(run)));
}

}  // namespace
}  // namespace admf
