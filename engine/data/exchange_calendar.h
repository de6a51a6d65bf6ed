#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/data/local_clock.h"

namespace admf {

/// When a market trades. Days are counted since 1970-01-01 in the calendar's
/// own timezone.
///
///   nyse  New York Stock Exchange, in America/New_York:
///   engine/data/nyse_rules.h 24x5  foreign exchange, in America/New_York: the
///   session of Monday to
///         Friday goes from 17:00 of the day before to 17:00; so the week is
///         from Sunday, 17:00, to Friday, 17:00. No holidays: what is traded at
///         Christmas and New Year differs between brokers.
///   24x7  always, in UTC: every day is a session.
///
/// Not thread-safe; copies are cheap.
class ExchangeCalendar {
 public:
  enum class Kind : uint8_t { kNyse, k24x5, k24x7 };

  /// From `open_us` up to, but not including, `close_us`, in microseconds since
  /// 1970-01-01 UTC.
  struct Session {
    int64_t open_us = 0;
    int64_t close_us = 0;
  };

  /// INTERNAL if the machine does not know the timezone.
  static absl::StatusOr<ExchangeCalendar> Create(Kind kind);

  Kind kind() const { return kind_; }
  /// What a clock at the market shows.
  LocalClock& clock() { return clock_; }
  /// The first day that is known; before it there is no answer.
  int64_t first_day() const;
  /// Whether there is a session of this day. day >= first_day().
  bool IsSessionDay(int64_t day) const;
  /// The session of a day, if there is one. day >= first_day().
  std::optional<Session> SessionOf(int64_t day);

 private:
  ExchangeCalendar(Kind kind, LocalClock clock) : kind_(kind), clock_(clock) {}

  /// The point in time at which the clock shows `minute` of `day`.
  int64_t At(int64_t day, int64_t minute);

  Kind kind_;
  LocalClock clock_;
};

/// `nyse`, `24x5` or `24x7`.
std::string_view CalendarName(ExchangeCalendar::Kind kind);

}  // namespace admf
