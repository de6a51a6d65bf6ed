#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/data/bars.h"
#include "engine/data/local_clock.h"
#include "engine/data/timestamp.h"

namespace admf {

/// Days as a clock in the timezone of the data counts them. Copies are cheap.
class LocalDays {
 public:
  LocalDays();

  /// The day that bar i begins on, counted since 1970-01-01. Bars of one
  /// timezone. CHECK-fails if the timezone doesn't exist: whoever reads bars
  /// has looked it up.
  int64_t Of(const BarSeries& bars, size_t i) {
    if (!known_) SetTimezone(bars);
    return FloorDivide(clock_.ToLocal(bars.time_us()[i]), kMicrosPerDay);
  }

 private:
  void SetTimezone(const BarSeries& bars);

  LocalClock clock_;
  bool known_ = false;
};

}  // namespace admf
