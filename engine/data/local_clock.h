#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace admf {

/// The timezone of an IANA name such as `America/New_York`. INVALID_ARGUMENT
/// for any other name; the machine's own `localtime` and paths of files are
/// refused, since results must not depend on them.
absl::StatusOr<absl::TimeZone> LoadTimezone(std::string_view name);

/// Converts between points in time and what a clock in one timezone shows, both
/// in microseconds (since 1970-01-01 UTC, and since the clock showed 1970-01-01
/// 00:00). Remembers the stretch between two clock changes that it was asked
/// about last, so that ordered times cost a comparison.
///
/// Not thread-safe; copies are cheap. Times within +-100,000 years.
class LocalClock {
 public:
  explicit LocalClock(absl::TimeZone zone);

  /// What the clock shows at `time_us`.
  int64_t ToLocal(int64_t time_us) { return time_us + OffsetAt(time_us); }

  /// The points in time at which the clock shows something.
  struct Instants {
    /// 1 as a rule; 0 for a time that is skipped when clocks go forward; 2 for
    /// one that is repeated when they go back.
    int count = 1;
    /// The first one; of a skipped time, when the clocks go forward.
    int64_t first_us = 0;
    /// The last one.
    int64_t last_us = 0;
  };
  Instants FromLocal(int64_t local_us);

  /// The first point in time of a day, counted since 1970-01-01: midnight,
  /// where it exists.
  int64_t StartOfDay(int64_t day);

  /// The timezone's name.
  std::string name() const { return zone_.name(); }

 private:
  int64_t OffsetAt(int64_t time_us) {
    if (time_us < begin_us_ || time_us >= end_us_) MoveTo(time_us);
    return offset_us_;
  }
  void MoveTo(int64_t time_us);

  absl::TimeZone zone_;
  /// The clock is `offset_us_` ahead of UTC from `begin_us_` until `end_us_`.
  int64_t begin_us_ = 0;
  int64_t end_us_ = 0;
  int64_t offset_us_ = 0;
};

}  // namespace admf
