#include "engine/broker/valuation.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace admf {

double Valuation::Equity(int64_t tick, Moment moment) const {
  double equity = ledger_.cash();
  for (const int32_t number : ledger_.held()) {
    const size_t symbol = static_cast<size_t>(number);
    const double units =
        ledger_.position(symbol).units * ledger_.multiplier(symbol);
    equity += units * Mark(symbol, tick, moment);
  }
  return equity;
}

double Valuation::Exposure(int64_t tick, Moment moment) const {
  double exposure = 0;
  for (const int32_t number : ledger_.held()) {
    const size_t symbol = static_cast<size_t>(number);
    const double units =
        ledger_.position(symbol).units * ledger_.multiplier(symbol);
    exposure += std::abs(units) * Mark(symbol, tick, moment);
  }
  return exposure;
}

double Valuation::LastClose(size_t symbol, int64_t tick) const {
  const BarSeries& bars = bars_.bars(symbol);
  const int64_t row = BarAt(symbol, tick);
  if (row != AlignedBars::kNoBar) {
    return bars.close()[static_cast<size_t>(row)];
  }
  const std::span<const int64_t> times = bars.time_us();
  const auto after = std::upper_bound(
      times.begin(), times.end(), bars_.time_us()[static_cast<size_t>(tick)]);
  return bars.close()[static_cast<size_t>(after - times.begin()) - 1];
}

double Valuation::Mark(size_t symbol, int64_t tick, Moment moment) const {
  const int64_t row = BarAt(symbol, tick);
  if (row != AlignedBars::kNoBar && moment != Moment::kClose) {
    const Position& position = ledger_.position(symbol);
    if (moment == Moment::kInside && position.fill_tick == tick) {
      return position.fill_market_price;
    }
    return bars_.bars(symbol).open()[static_cast<size_t>(row)];
  }
  return LastClose(symbol, tick);
}

}  // namespace admf
