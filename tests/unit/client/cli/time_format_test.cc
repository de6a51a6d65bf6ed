#include "client/cli/time_format.h"

#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

// 2026-11-22 07:21:33.5 UTC.
google::protobuf::Timestamp SomeTime() {
  google::protobuf::Timestamp time;
  time.set_seconds(1795332093);
  time.set_nanos(500000000);
  return time;
}

TEST(TimeFormatTest, ForPeopleAndForScripts) {
  EXPECT_EQ(FormatTime(SomeTime(), absl::UTCTimeZone()), "2026-11-22 07:21:33");
  EXPECT_EQ(FormatTime(SomeTime(), absl::FixedTimeZone(-5 * 3600)),
            "2026-11-22 02:21:33");
  EXPECT_EQ(FormatTimeExact(SomeTime()), "2026-11-22T07:21:33.5Z");
}

TEST(TimeFormatTest, TimestampsBothWays) {
  const auto timestamp = ToTimestamp(ToTime(SomeTime()));
  EXPECT_EQ(timestamp.seconds(), 1795332093);
  EXPECT_EQ(timestamp.nanos(), 500000000);
  const auto before_1970 = ToTimestamp(absl::FromUnixMillis(-1500));
  EXPECT_EQ(before_1970.seconds(), -2);
  EXPECT_EQ(before_1970.nanos(), 500000000);
}

TEST(TimeFormatTest, Elapsed) {
  const struct {
    absl::Duration duration;
    const char* text;
  } cases[] = {
      {absl::ZeroDuration(), "0 ms"},
      {absl::Microseconds(250), "0.25 ms"},
      {absl::Milliseconds(12), "12 ms"},
      {absl::Milliseconds(999), "999 ms"},
      {absl::Milliseconds(3460), "3.4 s"},
      {absl::Milliseconds(59990), "59.9 s"},
      {absl::Seconds(60), "1m00s"},
      {absl::Seconds(125), "2m05s"},
      {absl::Seconds(3599), "59m59s"},
      {absl::Minutes(62), "1h02m"},
      {absl::Hours(76), "3d04h"},
  };
  for (const auto& c : cases) EXPECT_EQ(FormatElapsed(c.duration), c.text);
}

TEST(TimeFormatTest, ParsesDurations) {
  EXPECT_EQ(*ParseDurationText("90s"), absl::Seconds(90));
  EXPECT_EQ(*ParseDurationText("1h30m"), absl::Minutes(90));
  for (const char* text : {"", "90", "-5s", "0s", "inf", "soon"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseDurationText(text).status()))
        << text;
  }
}

TEST(TimeFormatTest, ParsesTimes) {
  const absl::Time now = ToTime(SomeTime());
  const absl::TimeZone zone = absl::FixedTimeZone(2 * 3600);
  EXPECT_EQ(*ParseTimeText("2h", now, zone), now - absl::Hours(2));
  EXPECT_EQ(*ParseTimeText("2026-11-22T09:21:33.5+02:00", now, zone), now);
  EXPECT_EQ(*ParseTimeText("2026-11-22", now, zone),
            absl::FromCivil(absl::CivilDay(2026, 11, 22), zone));
  for (const char* text :
       {"", "yesterday", "2026-13-01", "infinite-future", "infinite-past"}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(ParseTimeText(text, now, zone).status()))
        << text;
  }
}

}  // namespace
}  // namespace admf
