#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// The value of some bars ago.
class RollingLag {
 public:
  /// 1 <= delay <= kLongestPeriod.
  explicit RollingLag(int64_t delay) : values_(delay, kUndefined) {
    CHECK(delay >= 1 && delay <= kLongestPeriod);
  }

  /// Takes the next value; the one that was taken `delay` calls ago, or
  /// kUndefined.
  double Add(double value) {
    const double delayed = std::exchange(values_[next_], value);
    if (++next_ == values_.size()) next_ = 0;
    return delayed;
  }

  /// Takes the next values. delayed[i] is what Add(values[i]) would have
  /// returned. Not in place.
  void AddAll(std::span<const double> values, double* delayed) {
    const size_t delay = values_.size();
    if (values.size() < delay) {
      for (size_t i = 0; i < values.size(); ++i) delayed[i] = Add(values[i]);
      return;
    }
    const auto oldest = values_.begin() + static_cast<std::ptrdiff_t>(next_);
    double* end = std::copy(oldest, values_.end(), delayed);
    end = std::copy(values_.begin(), oldest, end);
    std::copy(values.begin(), values.end() - static_cast<std::ptrdiff_t>(delay),
              end);
    std::copy(values.end() - static_cast<std::ptrdiff_t>(delay), values.end(),
              values_.begin());
    next_ = 0;
  }

 private:
  std::vector<double> values_;
  size_t next_ = 0;
};

}  // namespace admf
