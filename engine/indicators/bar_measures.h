#pragma once

#include <cstddef>

#include "engine/data/bars.h"

// What is measured of a single bar.

namespace admf {

/// The mean of high, low and close.
inline double TypicalPrice(const BarSeries& bars, size_t i) {
  return (bars.high()[i] + bars.low()[i] + bars.close()[i]) / 3;
}

/// Where the close stands in the bar: -1 at the low, 1 at the high, 0 in the
/// middle and if high and low are equal.
inline double CloseLocation(const BarSeries& bars, size_t i) {
  const double high = bars.high()[i], low = bars.low()[i];
  const double close = bars.close()[i];
  return high == low ? 0.0 : ((close - low) - (high - close)) / (high - low);
}

}  // namespace admf
