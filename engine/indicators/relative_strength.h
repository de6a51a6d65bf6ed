#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// Wilder's relative strength index of a sequence of values, 0 to 100: see the
/// indicator rsi.
class RelativeStrength {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RelativeStrength(int64_t period)
      : gain_(ExponentialAverage::Wilder(period)), loss_(gain_) {}

  /// Takes the next value; kUndefined until there are `period` changes.
  double Add(double value) {
    const double change = value - previous_;
    previous_ = value;
    if (first_) {
      first_ = false;
      return kUndefined;
    }
    const double rise = std::max(change, 0.0);
    const double gain = gain_.Add(rise);
    const double loss = loss_.Add(rise - change);
    // While warming up both are NaN, and so is the quotient.
    const double sum = gain + loss;
    return sum == 0 ? 50.0 : 100.0 * (gain / sum);
  }

 private:
  ExponentialAverage gain_;
  ExponentialAverage loss_;
  double previous_ = 0;
  bool first_ = true;
};

}  // namespace admf
