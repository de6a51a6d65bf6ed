#include "engine/data/timestamp.h"

#include <limits>

#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

using Kind = Timestamp::Kind;

void ExpectTimestamp(std::string_view text, Kind kind, int64_t value) {
  const std::optional<Timestamp> timestamp = ParseTimestamp(text);
  ASSERT_TRUE(timestamp.has_value()) << text;
  EXPECT_EQ(timestamp->kind, kind) << text;
  EXPECT_EQ(timestamp->value, value) << text;
}

TEST(TimestampTest, Dates) {
  ExpectTimestamp("1970-01-01", Kind::kDate, 0);
  ExpectTimestamp("1970-02-01", Kind::kDate, 31);
  ExpectTimestamp("1969-12-31", Kind::kDate, -1);
  // 30 years of 365 days, 7 leap days, 31 + 28 days.
  ExpectTimestamp("2000-02-29", Kind::kDate, 30 * 365 + 7 + 31 + 28);
}

TEST(TimestampTest, LocalTimes) {
  const int64_t expected = Shown("2004-08-19T09:30:15");
  ExpectTimestamp("2004-08-19 09:30:15", Kind::kLocal, expected);
  ExpectTimestamp("2004-08-19T09:30:15", Kind::kLocal, expected);
  ExpectTimestamp("2004-08-19 09:30", Kind::kLocal, expected - 15'000'000);
  ExpectTimestamp("2004-08-19 09:30:15.5", Kind::kLocal, expected + 500'000);
  ExpectTimestamp("2004-08-19 09:30:15.000001", Kind::kLocal, expected + 1);
  // Nanoseconds do not count.
  ExpectTimestamp("2004-08-19 09:30:15.123456789", Kind::kLocal,
                  expected + 123'456);
}

TEST(TimestampTest, PointsInTime) {
  const int64_t expected = Utc("2004-08-19T09:30:15Z");
  for (const char* text :
       {"2004-08-19T09:30:15Z", "2004-08-19t09:30:15z", "2004-08-19 09:30:15Z",
        "2004-08-19T05:30:15-04:00", "2004-08-19 05:30:15-0400",
        "2004-08-19 05:30:15-04", "2004-08-19T15:00:15+05:30",
        "2004-08-20T00:30:15.0+15:00"}) {
    ExpectTimestamp(text, Kind::kInstant, expected);
  }
}

TEST(TimestampTest, Numbers) {
  ExpectTimestamp("1092873600", Kind::kNumber, 1'092'873'600);
  ExpectTimestamp("-5", Kind::kNumber, -5);
  ExpectTimestamp("9223372036854775807", Kind::kNumber,
                  std::numeric_limits<int64_t>::max());
}

TEST(TimestampTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "08/19/2004",
                           "19.08.2004",
                           "2004/08/19",
                           "2004-8-19",
                           "04-08-19",
                           "2004-13-01",
                           "2004-00-10",
                           "2004-02-30",
                           "2003-02-29",
                           "2004-08-19 ",
                           "2004-08-19 9:30",
                           "2004-08-19 24:00",
                           "2004-08-19 09:60",
                           "2004-08-19 09:30:60",
                           "2004-08-19 09:30:",
                           "2004-08-19 09:30:15.",
                           "2004-08-19 09:30:15.1234567890",
                           "2004-08-19 09:30 PM",
                           "2004-08-19  09:30",
                           "2004-08-19T09:30:15+",
                           "2004-08-19T09:30:15+4",
                           "2004-08-19T09:30:15+24:00",
                           "2004-08-19T09:30:15+04:60",
                           "2004-08-19T09:30:15+04:00x",
                           "2004-08-19T09:30:15ZZ",
                           "2004-08-19Z",
                           "1092873600.0",
                           "1e9",
                           "+5",
                           "12 34",
                           "9223372036854775808",
                           "today",
                           "Aug 19 2004"}) {
    EXPECT_FALSE(ParseTimestamp(text).has_value()) << text;
  }
}

TEST(TimestampTest, FormatsPointsInTimeAsRfc3339) {
  EXPECT_EQ(FormatInstant(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatInstant(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatInstant(Utc("2004-08-19T09:30:15Z")), "2004-08-19T09:30:15Z");
  EXPECT_EQ(FormatInstant(Utc("2004-08-19T09:30:15.05Z")),
            "2004-08-19T09:30:15.050000Z");
  EXPECT_EQ(FormatInstant(Utc("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00Z");
}

TEST(TimestampTest, FormatsWhatAClockShows) {
  EXPECT_EQ(FormatLocal(Shown("2004-08-19T00:00:00")), "2004-08-19");
  EXPECT_EQ(FormatLocal(Shown("2004-08-19T09:30:00")), "2004-08-19 09:30:00");
  EXPECT_EQ(FormatLocal(Shown("1969-12-31T00:00:00")), "1969-12-31");
  EXPECT_EQ(FormatLocal(Shown("2004-08-19T00:00:00") + 1),
            "2004-08-19 00:00:00.000001");
}

TEST(TimestampTest, FloorDivideRoundsDown) {
  EXPECT_EQ(FloorDivide(7, 2), 3);
  EXPECT_EQ(FloorDivide(-7, 2), -4);
  EXPECT_EQ(FloorDivide(-8, 2), -4);
  EXPECT_EQ(FloorDivide(0, 5), 0);
}

}  // namespace
}  // namespace admf
