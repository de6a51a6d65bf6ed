#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace admf {

/// A time as a file states it, before a timezone is applied. A value type.
struct Timestamp {
  enum class Kind : uint8_t {
    /// A day; `value` counts days since 1970-01-01.
    kDate,
    /// What a clock on the wall shows; `value` counts microseconds since it
    /// showed 1970-01-01 00:00.
    kLocal,
    /// A point in time; `value` is microseconds since 1970-01-01 UTC.
    kInstant,
    /// A whole number whose unit is still open.
    kNumber,
  };
  Kind kind = Kind::kDate;
  int64_t value = 0;

  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

/// The forms that ParseTimestamp reads, for messages.
inline constexpr char kTimestampForms[] =
    "2004-08-19, 2004-08-19 09:30, 2004-08-19 09:30:00.5, 2004-08-19T09:30:00Z "
    "(or an offset such as -04:00), or a whole number of seconds, milli-, "
    "micro- or nanoseconds since 1970";

/// Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS[.fraction]]` (T or a space between
/// date and time; up to 9 digits of fraction, of which 6 count) with or without
/// Z or an offset (-04:00, -0400, -04), and whole numbers. Nothing if it is
/// none of these or names a day or time that does not exist. Other orders of
/// day and month are not read: they are ambiguous.
std::optional<Timestamp> ParseTimestamp(std::string_view text);

/// RFC 3339 in UTC, such as 2004-08-19T00:00:00Z, with 6 digits of fraction
/// unless it is a whole second. Years have at least 4 digits.
std::string FormatInstant(int64_t time_us);

/// What a clock shows, for people: `2004-08-19` at midnight, otherwise
/// `2004-08-19 09:30:00`, with a fraction if there is one.
std::string FormatLocal(int64_t local_us);

/// The largest whole number that is not above numerator / denominator.
constexpr int64_t FloorDivide(int64_t numerator, int64_t denominator) {
  const int64_t quotient = numerator / denominator;
  return quotient - (numerator % denominator < 0 ? 1 : 0);
}

}  // namespace admf
