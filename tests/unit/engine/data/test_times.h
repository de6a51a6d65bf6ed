#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace admf {

/// Microseconds since 1970-01-01 UTC of an RFC 3339 text, as Abseil reads it.
inline int64_t Utc(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error))
      << text << ": " << error;
  return absl::ToUnixMicros(time);
}

/// What a clock shows, counted as LocalClock does: as if it were in UTC.
inline int64_t Shown(const std::string& text) { return Utc(text + "Z"); }

inline absl::TimeZone NewYork() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/New_York", &zone));
  return zone;
}

}  // namespace admf
