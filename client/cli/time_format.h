#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace admf {

absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Duration ToDuration(const google::protobuf::Duration& duration);

/// `2026-11-22 07:21:33` in `zone`, for people.
std::string FormatTime(const google::protobuf::Timestamp& timestamp,
                       absl::TimeZone zone);
/// RFC 3339 in UTC, for scripts.
std::string FormatTimeExact(const google::protobuf::Timestamp& timestamp);
/// `12 ms`, `3.4 s`, `2m05s`, `1h02m`, `3d04h`.
std::string FormatElapsed(absl::Duration duration);

/// A positive, finite duration such as `90s`, `10m` or `1h30m`.
absl::StatusOr<absl::Duration> ParseDurationText(std::string_view text);

/// A time that a user means: `2026-11-01` (its first moment in `zone`), RFC
/// 3339, or a duration that lies between it and `now`, such as `2h`.
absl::StatusOr<absl::Time> ParseTimeText(std::string_view text, absl::Time now,
                                         absl::TimeZone zone);

}  // namespace admf
