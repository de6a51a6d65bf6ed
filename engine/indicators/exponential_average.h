#pragma once

#include <cstdint>

#include "absl/base/attributes.h"
#include "engine/base/check.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// An average that moves towards each new value by a fixed weight:
/// average += weight x (value - average), seeded with the mean of the first
/// `period` values. Equal values give exactly that value.
class ExponentialAverage {
 public:
  /// The usual one, weight 2 / (period + 1).
  /// 1 <= period <= kLongestPeriod, here and below.
  static ExponentialAverage Standard(int64_t period) {
    return ExponentialAverage(period, 2.0 / static_cast<double>(period + 1));
  }

  /// Wilder's smoothing, weight 1 / period (J. Welles Wilder, "New Concepts in
  /// Technical Trading Systems", 1978).
  static ExponentialAverage Wilder(int64_t period) {
    return ExponentialAverage(period, 1.0 / static_cast<double>(period));
  }

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    if (missing_ > 0) return Seed(value);
    // With period 1 the weight is 1 and the average the value: exactly, which
    // the sum alone isn't.
    average_ = weight_ == 1 ? value : average_ + weight_ * (value - average_);
    return average_;
  }

 private:
  ExponentialAverage(int64_t period, double weight)
      : period_(static_cast<double>(period)),
        weight_(weight),
        missing_(period) {
    CHECK(period >= 1 && period <= kLongestPeriod);
  }

  ABSL_ATTRIBUTE_ALWAYS_INLINE double Seed(double value) {
    seed_.Add(value);
    if (--missing_ > 0) return kUndefined;
    average_ = seed_.DividedBy(period_, 1 / period_);
    return average_;
  }

  double period_;
  double weight_;
  int64_t missing_;
  double average_ = 0;
  CompensatedSum seed_;
};

}  // namespace admf
