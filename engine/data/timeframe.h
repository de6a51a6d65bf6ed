#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace admf {

/// The length of a bar: a whole number of seconds, minutes, hours, days or
/// weeks, such as `5m` or `1d`. A value type.
///
/// It is kept in the largest unit that divides it: `60m` is `1h`, `24h` is `1d`
/// and `7d` is `1w`. Days and weeks are civil: their bars begin at local
/// midnight (weeks on Monday), so their length in seconds changes with daylight
/// saving.
class Timeframe {
 public:
  enum class Unit : uint8_t { kSecond, kMinute, kHour, kDay, kWeek };

  /// Parses `15m`, `1d`, ... up to 100 years. INVALID_ARGUMENT with the valid
  /// forms otherwise.
  static absl::StatusOr<Timeframe> Parse(std::string_view text);
  /// The timeframe of `seconds`. seconds > 0.
  static Timeframe FromSeconds(int64_t seconds);

  /// `1d`.
  constexpr Timeframe() = default;
  /// count > 0.
  constexpr Timeframe(int64_t count, Unit unit) : count_(count), unit_(unit) {
    while (unit_ != Unit::kWeek && count_ % UnitsInNext(unit_) == 0) {
      count_ /= UnitsInNext(unit_);
      unit_ = static_cast<Unit>(static_cast<uint8_t>(unit_) + 1);
    }
  }

  int64_t count() const { return count_; }
  Unit unit() const { return unit_; }
  /// Nominal length; a day has 86,400 seconds.
  int64_t seconds() const;
  /// Not a whole number of days.
  bool intraday() const { return unit_ < Unit::kDay; }
  /// The form that Parse reads.
  std::string ToString() const;

  friend bool operator==(const Timeframe&, const Timeframe&) = default;

 private:
  /// How many of `unit` make one of the next larger unit.
  static constexpr int64_t UnitsInNext(Unit unit) {
    switch (unit) {
      case Unit::kSecond:
      case Unit::kMinute:
        return 60;
      case Unit::kHour:
        return 24;
      case Unit::kDay:
      case Unit::kWeek:
        return 7;
    }
    return 1;
  }

  int64_t count_ = 1;
  Unit unit_ = Unit::kDay;
};

}  // namespace admf
