#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"

namespace admf {

/// The prices of one bar, for tests.
struct Prices {
  double open, high, low, close;
};

/// A daily series of these bars, from 1970-01-01 on.
inline std::shared_ptr<const BarSeries> MakeBars(
    const std::vector<Prices>& prices) {
  constexpr int64_t kDay = int64_t{86'400'000'000};
  BarSeries::Columns columns;
  for (const Prices& bar : prices) {
    columns.time_us.push_back(static_cast<int64_t>(columns.time_us.size()) *
                              kDay);
    columns.open.push_back(bar.open);
    columns.high.push_back(bar.high);
    columns.low.push_back(bar.low);
    columns.close.push_back(bar.close);
  }
  auto bars = BarSeries::Create(
      {.symbol = "TEST", .timeframe = Timeframe(), .timezone = "UTC"},
      std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

/// Bars whose four prices are the same.
inline std::shared_ptr<const BarSeries> MakeFlatBars(
    const std::vector<double>& prices) {
  std::vector<Prices> bars;
  bars.reserve(prices.size());
  for (const double price : prices) {
    bars.push_back({price, price, price, price});
  }
  return MakeBars(bars);
}

}  // namespace admf
