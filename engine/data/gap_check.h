#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/local_clock.h"

namespace admf {

/// The most times that a report names.
inline constexpr size_t kNamedTimes = 5;

/// Where bars and the sessions of a calendar don't agree.
struct GapReport {
  /// Whether the bars are days; then all times are starts of days.
  bool daily = false;
  /// Bars that a session should have and that are not there, and the starts of
  /// the first kNamedTimes of them.
  int64_t missing = 0;
  std::vector<int64_t> first_missing_us;
  /// Of daily bars: those of days without a session, and the first of them.
  int64_t unexpected = 0;
  std::vector<int64_t> first_unexpected_us;

  bool empty() const { return missing == 0 && unexpected == 0; }
  /// One sentence for each of the two, with the times that are named, such as
  /// `3 bars are missing in sessions of the calendar nyse: 2004-09-07, ...`.
  std::vector<std::string> Describe(std::string_view calendar,
                                    LocalClock clock) const;
};

/// Finds the holes between the first and the last bar.
///
///   - Daily bars (`distance_us` is a day): every session day must have a bar
///   on
///     its date in the timezone of the data, and no other day may have one.
///   - Shorter bars: from a bar's start on `distance_us` are covered. Missing
///     is each bar that would fit whole into a stretch of a session that no bar
///     covers, counted from the begin of the stretch; and one bar for a session
///     that has none and is shorter than a bar. Bars outside of sessions, as
///     before and after trading hours, are nobody's business.
///
/// `times_us` increases and has at least one time; `distance_us` is the
/// distance of neighbouring bars (SmallestDistance), 0 for a single bar, which
/// has no holes; `clock` is that of the data. INVALID_ARGUMENT for bars of more
/// than a day, and for bars that are older than the calendar; CANCELLED if
/// `stop` is requested.
absl::StatusOr<GapReport> FindGaps(std::span<const int64_t> times_us,
                                   int64_t distance_us,
                                   ExchangeCalendar calendar, LocalClock clock,
                                   const std::stop_token& stop);

}  // namespace admf
