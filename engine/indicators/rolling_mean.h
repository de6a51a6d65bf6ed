#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/value_range.h"

namespace admf {

/// The mean of the last `period` values, correctly rounded whatever came before
/// them (see CompensatedSum). Values are finite.
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
    range_.lowest = value < range_.lowest ? value : range_.lowest;
    range_.highest = value > range_.highest ? value : range_.highest;
    ++added_;
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

  /// Takes the next values. means[i] is what Add(values[i]) would have
  /// returned, to the bit, but several means are computed at a time.
  void AddAll(std::span<const double> values, double* means);

 private:
  /// As AddAll, for a full window and as many values as fit in a piece.
  void AddPiece(std::span<const double> values, double* means);

  std::vector<double> window_;
  size_t next_ = 0;
  int64_t missing_;
  double count_;
  double inverse_;
  CompensatedSum sum_;

  /// All values so far: they decide how sums can be split (AddAll).
  ValueRange range_ = {std::numeric_limits<double>::infinity(),
                       -std::numeric_limits<double>::infinity()};
  int64_t added_ = 0;
};

}  // namespace admf
