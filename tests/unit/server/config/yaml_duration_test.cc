#include "server/config/yaml_duration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

namespace admf {
namespace {

using google::protobuf::Duration;

/// Seconds and nanoseconds; -1 if it is not a duration.
std::pair<int64_t, int32_t> Parse(std::string_view text) {
  const auto duration = ParseDuration(text);
  if (!duration.ok()) return {-1, -1};
  return {duration->seconds(), duration->nanos()};
}

std::string Format(int64_t seconds, int32_t nanos) {
  Duration duration;
  duration.set_seconds(seconds);
  duration.set_nanos(nanos);
  return FormatDuration(duration);
}

using SecondsAndNanos = std::pair<int64_t, int32_t>;

TEST(ParseDurationTest, ReadsEachUnit) {
  EXPECT_EQ(Parse("90s"), SecondsAndNanos(90, 0));
  EXPECT_EQ(Parse("10m"), SecondsAndNanos(600, 0));
  EXPECT_EQ(Parse("2h"), SecondsAndNanos(7200, 0));
  EXPECT_EQ(Parse("1d"), SecondsAndNanos(86400, 0));
  EXPECT_EQ(Parse("500ms"), SecondsAndNanos(0, 500'000'000));
  EXPECT_EQ(Parse("7us"), SecondsAndNanos(0, 7'000));
  EXPECT_EQ(Parse("9ns"), SecondsAndNanos(0, 9));
  EXPECT_EQ(Parse("0s"), SecondsAndNanos(0, 0));
}

TEST(ParseDurationTest, AddsUnits) {
  EXPECT_EQ(Parse("1h30m"), SecondsAndNanos(5400, 0));
  EXPECT_EQ(Parse("1d2h3m4s5ms6us7ns"), SecondsAndNanos(93784, 5'006'007));
  EXPECT_EQ(Parse("1s1500ms"), SecondsAndNanos(2, 500'000'000));
  EXPECT_EQ(Parse("0h90m"), SecondsAndNanos(5400, 0));
}

TEST(ParseDurationTest, ReadsFractionsExactly) {
  EXPECT_EQ(Parse("1.5h"), SecondsAndNanos(5400, 0));
  EXPECT_EQ(Parse(".5s"), SecondsAndNanos(-1, -1));
  EXPECT_EQ(Parse("0.1s"), SecondsAndNanos(0, 100'000'000));
  EXPECT_EQ(Parse("0.000000001s"), SecondsAndNanos(0, 1));
  EXPECT_EQ(Parse("0.0000000001s"), SecondsAndNanos(-1, -1));
  EXPECT_EQ(Parse("0.5ns"), SecondsAndNanos(-1, -1));
}

TEST(ParseDurationTest, HoldsTheMaximum) {
  EXPECT_EQ(Parse("315576000000s"), SecondsAndNanos(315'576'000'000, 0));
  const auto too_long = ParseDuration("315576000000s1ns");
  EXPECT_EQ(too_long.status().message(),
            "`315576000000s1ns` is too long; at most 315576000000s");
  EXPECT_FALSE(ParseDuration("999999999999999999999d").ok());
  EXPECT_FALSE(ParseDuration("9999999999999999999999d").ok());
  EXPECT_FALSE(ParseDuration(std::string(100'000, '9') + "s").ok());
}

TEST(ParseDurationTest, RefusesEverythingElse) {
  for (const std::string text :
       {"",     "90",   "s",    "10 m",  "1h 30m", "-5s",   "+5s",
        "1m1h", "1s1s", "1min", "90sec", "1H",     "1e3s",  "1.s",
        "1h30", "1:30", "5s ",  "1w",    "ms",     "1..5s", "1.5.5s"}) {
    const auto duration = ParseDuration(text);
    EXPECT_EQ(duration.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(duration.status().message(),
              "`" + text +
                  "` is not a duration; write one such as `90s`, `10m`, "
                  "`1h30m` or `500ms`");
  }
}

TEST(FormatDurationTest, IsShort) {
  EXPECT_EQ(Format(0, 0), "0s");
  EXPECT_EQ(Format(90, 0), "1m30s");
  EXPECT_EQ(Format(5400, 0), "1h30m");
  EXPECT_EQ(Format(86400, 0), "24h");
  EXPECT_EQ(Format(1, 500'000'000), "1s500ms");
  EXPECT_EQ(Format(0, 1), "1ns");
  EXPECT_EQ(Format(3600, 2'003), "1h2us3ns");
}

TEST(FormatDurationTest, ReadsBack) {
  for (const auto& [seconds, nanos] :
       {SecondsAndNanos(315'576'000'000, 0), SecondsAndNanos(93784, 5'006'007),
        SecondsAndNanos(59, 999'999'999)}) {
    EXPECT_EQ(Parse(Format(seconds, nanos)), SecondsAndNanos(seconds, nanos));
  }
}

}  // namespace
}  // namespace admf
