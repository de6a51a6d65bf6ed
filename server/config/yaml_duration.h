#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/duration.pb.h"

namespace admf {

/// Reads `90s`, `10m`, `1h30m`, `1.5h` or `500ms`: numbers with the units d, h,
/// m, s, ms, us and ns, the larger unit first and each at most once. A day has
/// 24 hours. INVALID_ARGUMENT with the description of the problem if the text
/// is not a duration, is negative, is finer than a nanosecond or longer than
/// protobuf's maximum of 315,576,000,000 seconds.
absl::StatusOr<google::protobuf::Duration> ParseDuration(std::string_view text);

/// The shortest such text with whole numbers up to hours: `1h30m`, `0s`. Of a
/// valid duration that is not negative.
std::string FormatDuration(const google::protobuf::Duration& duration);

}  // namespace admf
