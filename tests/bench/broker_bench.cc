// The broker with a portfolio: 50 symbols of 100,000 minutes, positions with
// stop, target and trailing stop, decided on once an hour and symbol.
//
// Items are bars of symbols; the goal is 20 million a second on one thread
// (`items_per_second` of Portfolio). WatchedPortfolio has in addition what is
// looked at at every close of the account: drawdown, day's loss and maintenance
// margin, and shorts that cost; GappyPortfolio lacks a tenth of the bars at
// random. QuickPath runs the same symbols one by one with Simulate.
//
// bazel run //tests/bench:broker_bench

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulator.h"
#include "engine/strategies/strategy.h"

namespace admf {
namespace {

constexpr size_t kSymbols = 50;
constexpr int64_t kTicks = 100'000;
constexpr uint64_t kBarsPerDecision = 60;

struct Market {
  std::shared_ptr<const AlignedBars> bars;
  std::vector<std::vector<Decision>> decisions;
  std::vector<SymbolPlan> plans;
};

/// A random walk with steps of about 0.1 %, drawn back to 100, and decisions at
/// random; a bar in `missing` is not there (0 for none).
void AddSymbol(size_t symbol, uint64_t missing,
               std::vector<std::shared_ptr<const BarSeries>>* series,
               Market* market) {
  constexpr int64_t kMinuteUs = 60'000'000;
  Random random(/*seed=*/1, /*stream=*/symbol);
  auto step = [&random](double size) {
    return size * (random.NextUniform() + random.NextUniform() - 1);
  };
  BarSeries::Columns columns;
  std::vector<Decision> decisions;
  double close = 100;
  for (int64_t tick = 0; tick < kTicks; ++tick) {
    if (missing > 0 && random.NextBelow(missing) == 0) continue;
    const double open = close * (1 + step(0.0002));
    close = open * (1 + step(0.002)) - 0.0002 * (close - 100);
    columns.time_us.push_back(tick * kMinuteUs);
    columns.open.push_back(open);
    columns.high.push_back(std::max(open, close) * (1 + 0.0005));
    columns.low.push_back(std::min(open, close) * (1 - 0.0005));
    columns.close.push_back(close);
    columns.volume.push_back(1000);
    if (random.NextBelow(kBarsPerDecision) == 0) {
      decisions.push_back(
          {static_cast<int64_t>(columns.close.size()) - 1,
           random.NextBelow(2) == 0 ? Side::kLong : Side::kShort});
    }
  }
  auto bars =
      BarSeries::Create({.symbol = "S" + std::to_string(symbol),
                         .timeframe = Timeframe(1, Timeframe::Unit::kMinute),
                         .timezone = "UTC"},
                        std::move(columns));
  CHECK(bars.ok());
  series->push_back(*bars);
  market->decisions.push_back(std::move(decisions));
}

Market MakeMarket(uint64_t missing) {
  Market market;
  std::vector<std::shared_ptr<const BarSeries>> series;
  for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
    AddSymbol(symbol, missing, &series, &market);
  }
  auto bars = AlignedBars::Create(std::move(series));
  CHECK(bars.ok());
  market.bars = *bars;
  for (const std::vector<Decision>& decisions : market.decisions) {
    market.plans.push_back({.decisions = decisions, .weight = 1.0 / kSymbols});
  }
  return market;
}

const Market& FullMarket() {
  static const auto* const market = new Market(MakeMarket(0));
  return *market;
}

SimulationSettings Settings() {
  SimulationSettings settings;
  settings.initial_cash = 1e7;
  settings.commission = {.type = Commission::Type::kPercent, .rate = 0.0001};
  settings.stop_loss = 0.01;
  settings.take_profit = 0.02;
  settings.trailing_stop = 0.015;
  return settings;
}

void Run(benchmark::State& state, const Market& market,
         const SimulationSettings& settings) {
  size_t fills = 0;
  for (auto _ : state) {
    auto simulation =
        SimulatePortfolio(*market.bars, market.plans, settings, {});
    CHECK(simulation.ok());
    fills = simulation->fills.size();
    benchmark::DoNotOptimize(simulation);
  }
  int64_t bars = 0;
  for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
    bars += static_cast<int64_t>(market.bars->bars(symbol).size());
  }
  state.SetItemsProcessed(state.iterations() * bars);
  state.counters["fills"] = static_cast<double>(fills);
}

void Portfolio(benchmark::State& state) {
  Run(state, FullMarket(), Settings());
}

void WatchedPortfolio(benchmark::State& state) {
  SimulationSettings settings = Settings();
  settings.max_drawdown = 0.999;
  settings.daily_loss_limit = 0.9;
  settings.maintenance_margin = 0.01;
  settings.borrow_rate = 0.01;
  Run(state, FullMarket(), settings);
}

void GappyPortfolio(benchmark::State& state) {
  static const auto* const market = new Market(MakeMarket(10));
  Run(state, *market, Settings());
}

void QuickPath(benchmark::State& state) {
  const Market& market = FullMarket();
  for (auto _ : state) {
    for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
      auto simulation = Simulate(market.bars->bars(symbol),
                                 market.decisions[symbol], Settings(), {});
      CHECK(simulation.ok());
      benchmark::DoNotOptimize(simulation);
    }
  }
  state.SetItemsProcessed(state.iterations() * kTicks *
                          static_cast<int64_t>(kSymbols));
}

BENCHMARK(Portfolio)->Unit(benchmark::kMillisecond);
BENCHMARK(WatchedPortfolio)->Unit(benchmark::kMillisecond);
BENCHMARK(GappyPortfolio)->Unit(benchmark::kMillisecond);
BENCHMARK(QuickPath)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace admf

BENCHMARK_MAIN();
