#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace admf {

/// The length of a bar: a whole number of seconds, minutes, hours, days or weeks, such as `5m` or `1d`.
/// A value type. Days and weeks are civil: their bars begin at local midnight (weeks on Monday), so their
/// length in seconds changes with daylight saving.
class Timeframe {
 public:
  enum class Unit : uint8_t { kSecond, kMinute, kHour, kDay, kWeek };

  /// Parses `15m`, `1d`, ... INVALID_ARGUMENT with the valid forms otherwise.
  static absl::StatusOr<Timeframe> Parse(std::string_view text);
  /// The timeframe of `seconds`, in the largest unit that divides it. seconds > 0.
  static Timeframe FromSeconds(int64_t seconds);

  constexpr Timeframe() = default;
  constexpr Timeframe(int64_t count, Unit unit) : count_(count), unit_(unit) {}

  int64_t count() const { return count_; }
  Unit unit() const { return unit_; }
  /// Nominal length; a day has 86,400 seconds.
  int64_t seconds() const;
  bool intraday() const { return unit_ < Unit::kDay; }
  /// The form that Parse reads.
  std::string ToString() const;

  friend bool operator==(const Timeframe& a, const Timeframe& b) { return a.seconds() == b.seconds(); }

 private:
  int64_t count_ = 1;
  Unit unit_ = Unit::kDay;
};

}  // namespace admf
