#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_extreme.h"
#include "engine/indicators/rolling_mean.h"

namespace admf {

/// Where a value stands between the lowest and the highest of the last `period`
/// ones, 0 to 100, and 50 if they are equal; see the indicators stochastic and
/// williams_r.
class RangePosition {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RangePosition(int64_t period) : highest_(period), lowest_(period) {}

  /// Takes the next range and the value in it; kUndefined until there are
  /// `period` of them.
  double Add(double high, double low, double value) {
    const double highest = highest_.Add(high);
    const double lowest = lowest_.Add(low);
    // While warming up both are NaN, and so is the quotient.
    return highest == lowest ? 50.0
                             : 100.0 * ((value - lowest) / (highest - lowest));
  }

 private:
  RollingHighest highest_;
  RollingLowest lowest_;
};

/// The lines %K and %D: simple moving averages of the position, and of %K.
class StochasticLines {
 public:
  /// 1 <= each period <= kLongestPeriod. The values begin after
  /// range_period + k_smoothing + d_period - 3 ranges.
  StochasticLines(int64_t range_period, int64_t k_smoothing, int64_t d_period)
      : position_(range_period), k_(k_smoothing), d_(d_period) {}

  /// Takes the next range and the value in it; {%K, %D}, undefined together.
  std::array<double, 2> Add(double high, double low, double value) {
    const double position = position_.Add(high, low, value);
    if (std::isnan(position)) return kUndefinedOutputs<2>;
    const double k = k_.Add(position);
    if (std::isnan(k)) return kUndefinedOutputs<2>;
    const double d = d_.Add(k);
    if (std::isnan(d)) return kUndefinedOutputs<2>;
    return {k, d};
  }

 private:
  RangePosition position_;
  RollingMean k_;
  RollingMean d_;
};

}  // namespace admf
