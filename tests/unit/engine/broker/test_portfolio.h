#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// One bar of a test's series.
struct TestBar {
  double open, high, low, close;
  double volume = 1000;
};

inline constexpr int64_t kTestMinute = int64_t{60'000'000};
inline constexpr int64_t kTestDay = 24 * 60 * kTestMinute;

/// A series of bars that begin at these times.
inline std::shared_ptr<const BarSeries> MakeSeries(
    std::string symbol, const std::vector<int64_t>& times_us,
    const std::vector<TestBar>& bars, Timeframe timeframe = Timeframe(),
    std::string timezone = "UTC") {
  CHECK(times_us.size() == bars.size());
  BarSeries::Columns columns;
  columns.time_us = times_us;
  for (const TestBar& bar : bars) {
    columns.open.push_back(bar.open);
    columns.high.push_back(bar.high);
    columns.low.push_back(bar.low);
    columns.close.push_back(bar.close);
    columns.volume.push_back(bar.volume);
  }
  auto series = BarSeries::Create({.symbol = std::move(symbol),
                                   .timeframe = timeframe,
                                   .timezone = std::move(timezone)},
                                  std::move(columns));
  CHECK(series.ok());
  return *series;
}

/// A daily series from 1970-01-01 on.
inline std::shared_ptr<const BarSeries> MakeDays(
    std::string symbol, const std::vector<TestBar>& bars) {
  std::vector<int64_t> times;
  for (size_t i = 0; i < bars.size(); ++i) {
    times.push_back(static_cast<int64_t>(i) * kTestDay);
  }
  return MakeSeries(std::move(symbol), times, bars);
}

/// Days whose four prices are the same.
inline std::shared_ptr<const BarSeries> MakeFlatDays(
    std::string symbol, const std::vector<double>& prices) {
  std::vector<TestBar> bars;
  for (const double price : prices) {
    bars.push_back({price, price, price, price});
  }
  return MakeDays(std::move(symbol), bars);
}

inline std::shared_ptr<const AlignedBars> Align(
    std::vector<std::shared_ptr<const BarSeries>> series) {
  auto aligned = AlignedBars::Create(std::move(series));
  CHECK(aligned.ok());
  return *aligned;
}

/// Ten units a trade, so that the money is easily followed.
inline SimulationSettings TenUnitsEach() {
  SimulationSettings settings;
  settings.sizing.type = Sizing::Type::kFixedUnits;
  settings.sizing.units = 10;
  return settings;
}

inline PortfolioSimulation MustSimulate(const AlignedBars& bars,
                                        const std::vector<SymbolPlan>& plans,
                                        const SimulationSettings& settings) {
  auto simulation = SimulatePortfolio(bars, plans, settings, std::stop_token());
  CHECK(simulation.ok());
  return *std::move(simulation);
}

/// The run of one symbol.
inline PortfolioSimulation MustSimulate(
    const std::shared_ptr<const BarSeries>& series,
    const std::vector<Decision>& decisions,
    const SimulationSettings& settings) {
  return MustSimulate(*Align({series}), {{.decisions = decisions}}, settings);
}

}  // namespace admf
