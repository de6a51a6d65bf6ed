#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/check.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// The mean of the last `period` values, correctly rounded whatever came before
/// them (see CompensatedSum).
class RollingMean {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingMean(int64_t period)
      : window_(period),
        missing_(period - 1),
        count_(static_cast<double>(period)),
        inverse_(1.0 / static_cast<double>(period)) {
    CHECK(period >= 1 && period <= kLongestPeriod);
  }

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    double& oldest = window_[next_];  // 0 while the window fills up.
    sum_.Replace(value, oldest);
    oldest = value;
    if (++next_ == window_.size()) next_ = 0;
    if (missing_ > 0) {
      --missing_;
      return kUndefined;
    }
    return sum_.DividedBy(count_, inverse_);
  }

 private:
  std::vector<double> window_;
  size_t next_ = 0;
  int64_t missing_;
  double count_;
  double inverse_;
  CompensatedSum sum_;
};

}  // namespace admf
