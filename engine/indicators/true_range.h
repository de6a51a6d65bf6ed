#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/data/bars.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// High and low of a bar together with the close before it.
struct TrueBar {
  double high;
  double low;

  /// The true range.
  double range() const { return high - low; }
};

/// Extends bars to the close before them (J. Welles Wilder, "New Concepts in
/// Technical Trading Systems", 1978). The first bar has none and stays as it
/// is.
class TrueBars {
 public:
  TrueBar Add(const BarSeries& bars, size_t i) {
    TrueBar bar = {bars.high()[i], bars.low()[i]};
    if (!first_) {
      bar.high = std::max(bar.high, previous_close_);
      bar.low = std::min(bar.low, previous_close_);
    }
    first_ = false;
    previous_close_ = bars.close()[i];
    return bar;
  }

 private:
  double previous_close_ = 0;
  bool first_ = true;
};

/// Wilder's average of the true range.
class AverageTrueRange {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit AverageTrueRange(int64_t period)
      : average_(ExponentialAverage::Wilder(period)) {}

  /// Takes the next bar; kUndefined until there are `period` of them.
  double Add(const BarSeries& bars, size_t i) {
    return average_.Add(bars_.Add(bars, i).range());
  }

 private:
  TrueBars bars_;
  ExponentialAverage average_;
};

}  // namespace admf
