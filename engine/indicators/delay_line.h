#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// The value of some bars ago.
class DelayLine {
 public:
  /// 1 <= delay <= kLongestPeriod.
  explicit DelayLine(int64_t delay) : values_(delay, kUndefined) {
    CHECK(delay >= 1 && delay <= kLongestPeriod);
  }

  /// Takes the next value; the one that was taken `delay` calls ago, or
  /// kUndefined.
  double Add(double value) {
    const double delayed = std::exchange(values_[next_], value);
    if (++next_ == values_.size()) next_ = 0;
    return delayed;
  }

 private:
  std::vector<double> values_;
  size_t next_ = 0;
};

}  // namespace admf
