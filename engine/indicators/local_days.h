#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/data/bars.h"
#include "engine/data/local_clock.h"
#include "engine/data/timestamp.h"

namespace admf {

/// Days as a clock in the timezone of the data counts them.
class LocalDays {
 public:
  /// The day that bar i begins on, counted since 1970-01-01. Bars of one
  /// timezone. CHECK-fails if the timezone doesn't exist: whoever reads bars
  /// has looked it up.
  int64_t Of(const BarSeries& bars, size_t i) {
    if (clock_ == nullptr) clock_ = ClockOf(bars);
    return FloorDivide(clock_->ToLocal(bars.time_us()[i]), kMicrosPerDay);
  }

 private:
  static std::unique_ptr<LocalClock> ClockOf(const BarSeries& bars);

  /// Not in here: a call of one of its functions would have the compiler keep
  /// the whole indicator in memory from bar to bar.
  std::unique_ptr<LocalClock> clock_;
};

}  // namespace admf
