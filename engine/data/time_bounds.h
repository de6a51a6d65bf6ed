#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/local_clock.h"

namespace admf {

/// From when until when bars are wanted, both inclusive, in microseconds since
/// 1970-01-01 UTC. A value type.
struct TimeBounds {
  int64_t first_us = std::numeric_limits<int64_t>::min();
  int64_t last_us = std::numeric_limits<int64_t>::max();
};

/// The point in time of a first bound: `2004-08-19` is the start of that day on
/// the clock, RFC 3339 is what it says. INVALID_ARGUMENT for anything else.
absl::StatusOr<int64_t> ParseFirstBound(std::string_view text,
                                        LocalClock clock);
/// The same for a last bound: a date includes the whole day.
absl::StatusOr<int64_t> ParseLastBound(std::string_view text, LocalClock clock);

/// The bars that begin within the bounds; possibly none. Copies nothing.
BarSeries::View CutToBounds(TimeBounds bounds, const BarSeries::View& bars);

}  // namespace admf
