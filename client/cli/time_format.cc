#include "client/cli/time_format.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace admf {
absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(
      time - absl::FromUnixSeconds(timestamp.seconds()))));
  return timestamp;
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

std::string FormatTime(const google::protobuf::Timestamp& timestamp,
                       absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", ToTime(timestamp), zone);
}

std::string FormatTimeExact(const google::protobuf::Timestamp& timestamp) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", ToTime(timestamp),
                          absl::UTCTimeZone());
}

std::string FormatElapsed(absl::Duration duration) {
  if (duration < absl::Seconds(1)) {
    const int64_t milliseconds = absl::ToInt64Milliseconds(duration);
    if (milliseconds > 0 || duration <= absl::ZeroDuration()) {
      return absl::StrCat(milliseconds, " ms");
    }
    return absl::StrFormat("%.2f ms", absl::ToDoubleMilliseconds(duration));
  }
  // Cut, not rounded: 59.96 s would be 60.0 s.
  const int64_t tenths = duration / absl::Milliseconds(100);
  if (tenths < 600) return absl::StrFormat("%d.%d s", tenths / 10, tenths % 10);
  const int64_t seconds = tenths / 10;
  if (seconds < 3600) {
    return absl::StrFormat("%dm%02ds", seconds / 60, seconds % 60);
  }
  const int64_t minutes = seconds / 60;
  if (minutes < 24 * 60) {
    return absl::StrFormat("%dh%02dm", minutes / 60, minutes % 60);
  }
  return absl::StrFormat("%dd%02dh", minutes / 1440, minutes / 60 % 24);
}

absl::StatusOr<absl::Duration> ParseDurationText(std::string_view given) {
  const absl::string_view text(given.data(), given.size());
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration) ||
      duration <= absl::ZeroDuration() ||
      duration == absl::InfiniteDuration()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' is no duration; write 90s, 10m or ", "1h30m"));
  }
  return duration;
}

absl::StatusOr<absl::Time> ParseTimeText(std::string_view given, absl::Time now,
                                         absl::TimeZone zone) {
  const absl::string_view text(given.data(), given.size());
  absl::Time time;
  std::string error;
  if ((absl::ParseTime("%Y-%m-%d", text, zone, &time, &error) ||
       absl::ParseTime(absl::RFC3339_full, text, &time, &error)) &&
      time != absl::InfiniteFuture() && time != absl::InfinitePast()) {
    return time;
  }
  const absl::StatusOr<absl::Duration> ago = ParseDurationText(given);
  if (ago.ok()) return now - *ago;
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text, "' is no time; write a date (2026-11-01), RFC 3339 ",
      "(2026-11-01T09:30:00Z) or how long ago (2h)"));
}

}  // namespace admf
