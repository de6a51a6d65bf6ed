#include "engine/data/timestamp_resolver.h"

#include <limits>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

using Kind = Timestamp::Kind;

TimestampResolver InNewYork() {
  return TimestampResolver(LocalClock(NewYork()));
}

TEST(TimestampResolverTest, DatesAreTheStartOfTheDay) {
  TimestampResolver resolver = InNewYork();
  EXPECT_EQ(*resolver.Resolve(*ParseTimestamp("2021-03-14"), {}),
            Utc("2021-03-14T05:00:00Z"));
  EXPECT_EQ(*resolver.Resolve(*ParseTimestamp("2021-03-15"), {}),
            Utc("2021-03-15T04:00:00Z"));
}

TEST(TimestampResolverTest, PointsInTimeNeedNoTimezone) {
  TimestampResolver resolver = InNewYork();
  EXPECT_EQ(*resolver.Resolve(*ParseTimestamp("2021-03-14T02:30:00Z"), {}),
            Utc("2021-03-14T02:30:00Z"));
}

TEST(TimestampResolverTest, SkippedLocalTimeIsAnError) {
  TimestampResolver resolver = InNewYork();
  EXPECT_EQ(resolver.Resolve(*ParseTimestamp("2021-03-14 02:30"), {}).status(),
            absl::InvalidArgumentError(
                "2021-03-14 02:30:00 does not exist in America/New_York, where "
                "clocks go forward over it"));
}

TEST(TimestampResolverTest, SkippedMidnightStandsForTheDay) {
  TimestampResolver resolver(LocalClock(*LoadTimezone("America/Sao_Paulo")));
  for (const char* text : {"2017-10-15", "2017-10-15 00:00:00"}) {
    EXPECT_EQ(*resolver.Resolve(*ParseTimestamp(text), {}),
              Utc("2017-10-15T03:00:00Z"));
  }
  EXPECT_FALSE(resolver.Resolve(*ParseTimestamp("2017-10-15 00:30"), {}).ok());
}

TEST(TimestampResolverTest,
     RepeatedLocalTimeIsTheFirstThatIsAfterTheRowBefore) {
  TimestampResolver resolver = InNewYork();
  const Timestamp repeated = *ParseTimestamp("2021-11-07 01:30");
  const int64_t first = Utc("2021-11-07T05:30:00Z");
  const int64_t second = Utc("2021-11-07T06:30:00Z");
  EXPECT_EQ(*resolver.Resolve(repeated, {}), first);
  EXPECT_EQ(*resolver.Resolve(repeated, first - 1), first);
  EXPECT_EQ(*resolver.Resolve(repeated, first), second);
  EXPECT_EQ(*resolver.Resolve(repeated, second - 1), second);
  // Whether it is in order then is for the caller to say.
  EXPECT_EQ(*resolver.Resolve(repeated, second), second);
}

TEST(TimestampResolverTest, FirstNumberTellsTheUnit) {
  const int64_t expected = Utc("2004-08-19T00:00:00Z");
  for (const int64_t number :
       {int64_t{1'092'873'600}, int64_t{1'092'873'600'000},
        int64_t{1'092'873'600'000'000}, int64_t{1'092'873'600'000'000'000}}) {
    TimestampResolver resolver = InNewYork();
    EXPECT_EQ(*resolver.Resolve({Kind::kNumber, number}, {}), expected)
        << number;
    // Zero has no size, but now there is a unit.
    EXPECT_EQ(*resolver.Resolve({Kind::kNumber, 0}, {}), 0) << number;
  }
}

TEST(TimestampResolverTest, NanosecondsRoundDown) {
  TimestampResolver resolver = InNewYork();
  EXPECT_EQ(*resolver.Resolve({Kind::kNumber, -1'092'873'600'000'000'001}, {}),
            -1'092'873'600'000'001);
}

TEST(TimestampResolverTest, FirstNumberThatMayBeADateInDigitsIsRefused) {
  for (const int64_t number :
       {int64_t{0}, int64_t{20'040'819}, int64_t{-99'999'999},
        int64_t{200'408'190'930}}) {
    TimestampResolver resolver = InNewYork();
    const absl::Status status =
        resolver.Resolve({Kind::kNumber, number}, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << number;
    EXPECT_NE(status.message().find("unit can't be told"),
              absl::string_view::npos);
  }
  // As milliseconds 20040819093000 would lie in the year 2605.
  TimestampResolver resolver = InNewYork();
  EXPECT_FALSE(resolver.Resolve({Kind::kNumber, 20'040'819'093'000}, {}).ok());
}

TEST(TimestampResolverTest, ADifferentUnitLaterIsRefused) {
  TimestampResolver resolver = InNewYork();
  ASSERT_TRUE(resolver.Resolve({Kind::kNumber, 1'092'873'600}, {}).ok());
  EXPECT_EQ(resolver.Resolve({Kind::kNumber, 1'092'960'000'000}, {}).status(),
            absl::InvalidArgumentError(
                "1092960000000 is not between the years 1700 and 2200, counted "
                "in 1/1 s since 1970 as its first row is"));
}

TEST(TimestampResolverTest, RefusesTimesOutOfRange) {
  TimestampResolver resolver = InNewYork();
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  for (const Kind kind : {Kind::kDate, Kind::kLocal, Kind::kInstant}) {
    for (const int64_t value : {kMin, kMax}) {
      EXPECT_EQ(
          resolver.Resolve({kind, value}, {}).status(),
          absl::InvalidArgumentError("is not between the years 1 and 2400"));
    }
  }
  EXPECT_FALSE(resolver.Resolve({Kind::kNumber, kMin}, {}).ok());
  EXPECT_TRUE(resolver.Resolve(*ParseTimestamp("0001-01-01"), {}).ok());
  EXPECT_TRUE(resolver.Resolve(*ParseTimestamp("2399-12-31"), {}).ok());
  EXPECT_FALSE(resolver.Resolve(*ParseTimestamp("2400-01-01"), {}).ok());
}

}  // namespace
}  // namespace admf
