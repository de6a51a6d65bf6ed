#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "engine/data/local_clock.h"
#include "engine/data/timestamp.h"

namespace admf {

/// Turns the timestamps of one file, row by row, into points in time.
///
///   - A date is the start of that day in the timezone.
///   - A local time that a clock change skips is an error, except for midnight,
///     which stands for the day. One that is repeated is the first of the two,
///     unless that is not after the row before; then it is the second.
///   - Numbers have one unit in the whole file, which the first one's size
///     tells: below 1e11 seconds, below 1e14 milliseconds, below 1e17
///     microseconds, otherwise nanoseconds. A first number that could as well
///     be a date in digits (20040819, 200408190930) is an error.
///
/// Not thread-safe.
class TimestampResolver {
 public:
  explicit TimestampResolver(LocalClock clock) : clock_(clock) {}

  /// Microseconds since 1970-01-01 UTC. INVALID_ARGUMENT saying what is wrong,
  /// in words that follow the column's name.
  absl::StatusOr<int64_t> Resolve(Timestamp timestamp,
                                  std::optional<int64_t> row_before_us);

  LocalClock& clock() { return clock_; }

 private:
  absl::StatusOr<int64_t> ResolveLocal(int64_t local_us,
                                       std::optional<int64_t> row_before_us);
  absl::StatusOr<int64_t> ResolveNumber(int64_t number);

  LocalClock clock_;
  /// Numbers per second; 0 until the first one.
  int64_t units_per_second_ = 0;
};

}  // namespace admf
