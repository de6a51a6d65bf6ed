#include "engine/data/local_clock.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

// In New York clocks went forward on 2021-03-14 at 02:00 EST (07:00 UTC) and
// back on 2021-11-07 at 02:00 EDT (06:00 UTC).

constexpr int64_t kHour = 3'600'000'000;

TEST(LoadTimezoneTest, LoadsIanaNames) {
  for (const char* name : {"UTC", "America/New_York", "Europe/Berlin",
                           "America/Argentina/Buenos_Aires", "Etc/GMT+5"}) {
    const auto zone = LoadTimezone(name);
    ASSERT_TRUE(zone.ok()) << zone.status();
    EXPECT_EQ(zone->name(), name);
  }
}

TEST(LoadTimezoneTest, RefusesOtherNamesAndPaths) {
  for (const std::string& name :
       {std::string(), std::string("Mars/Olympus"), std::string("localtime"),
        std::string("/etc/localtime"), std::string("../../../etc/passwd"),
        std::string(":UTC"), std::string("UTC\0", 4),
        std::string(1'000'000, 'A')}) {
    const absl::Status status = LoadTimezone(name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(status.message().find("is not a timezone"),
              absl::string_view::npos);
    EXPECT_LT(status.message().size(), 250u);
  }
}

TEST(LocalClockTest, Utc) {
  LocalClock clock(absl::UTCTimeZone());
  for (const int64_t time :
       {int64_t{0}, int64_t{-1}, Utc("2021-07-01T12:00:00Z"),
        Utc("1850-01-01T00:00:00Z")}) {
    EXPECT_EQ(clock.ToLocal(time), time);
    const LocalClock::Instants instants = clock.FromLocal(time);
    EXPECT_EQ(instants.count, 1);
    EXPECT_EQ(instants.first_us, time);
    EXPECT_EQ(instants.last_us, time);
  }
}

TEST(LocalClockTest, ToLocalOnBothSidesOfTheChanges) {
  LocalClock clock(NewYork());
  const int64_t spring = Utc("2021-03-14T07:00:00Z");
  EXPECT_EQ(clock.ToLocal(spring - 1), Shown("2021-03-14T02:00:00") - 1);
  EXPECT_EQ(clock.ToLocal(spring), Shown("2021-03-14T03:00:00"));
  const int64_t autumn = Utc("2021-11-07T06:00:00Z");
  EXPECT_EQ(clock.ToLocal(autumn - 1), Shown("2021-11-07T02:00:00") - 1);
  EXPECT_EQ(clock.ToLocal(autumn), Shown("2021-11-07T01:00:00"));
  // And back again: what was remembered does not mislead.
  EXPECT_EQ(clock.ToLocal(autumn - 1), Shown("2021-11-07T02:00:00") - 1);
  EXPECT_EQ(clock.ToLocal(autumn + 1), Shown("2021-11-07T01:00:00") + 1);
  EXPECT_EQ(clock.ToLocal(autumn - 1), Shown("2021-11-07T02:00:00") - 1);
  EXPECT_EQ(clock.ToLocal(spring - 1), Shown("2021-03-14T02:00:00") - 1);
}

TEST(LocalClockTest, SkippedTimes) {
  LocalClock clock(NewYork());
  for (const char* text : {"2021-03-14T02:00:00", "2021-03-14T02:59:59"}) {
    const LocalClock::Instants instants = clock.FromLocal(Shown(text));
    EXPECT_EQ(instants.count, 0) << text;
    EXPECT_EQ(instants.first_us, Utc("2021-03-14T07:00:00Z")) << text;
    EXPECT_EQ(instants.last_us, instants.first_us) << text;
  }
  EXPECT_EQ(clock.FromLocal(Shown("2021-03-14T01:59:59")).count, 1);
  const LocalClock::Instants after =
      clock.FromLocal(Shown("2021-03-14T03:00:00"));
  EXPECT_EQ(after.count, 1);
  EXPECT_EQ(after.first_us, Utc("2021-03-14T07:00:00Z"));
}

TEST(LocalClockTest, RepeatedTimes) {
  LocalClock clock(NewYork());
  const LocalClock::Instants instants =
      clock.FromLocal(Shown("2021-11-07T01:30:00") + 7);
  EXPECT_EQ(instants.count, 2);
  EXPECT_EQ(instants.first_us, Utc("2021-11-07T05:30:00Z") + 7);
  EXPECT_EQ(instants.last_us, Utc("2021-11-07T06:30:00Z") + 7);
  EXPECT_EQ(clock.FromLocal(Shown("2021-11-07T00:59:59")).count, 1);
  EXPECT_EQ(clock.FromLocal(Shown("2021-11-07T02:00:00")).count, 1);
}

// Every hour of the year, in order, agrees with Abseil.
TEST(LocalClockTest, AgreesWithAbseilOverAYear) {
  LocalClock clock(NewYork());
  const absl::TimeZone zone = NewYork();
  for (int hour = 0; hour < 366 * 24; ++hour) {
    const int64_t time = Utc("2021-01-01T00:00:00Z") + hour * kHour;
    const int64_t offset = zone.At(absl::FromUnixMicros(time)).offset;
    const int64_t local = time + offset * 1'000'000;
    ASSERT_EQ(clock.ToLocal(time), local);
    const LocalClock::Instants instants = clock.FromLocal(local);
    ASSERT_TRUE(instants.first_us == time || instants.last_us == time) << hour;
  }
}

TEST(LocalClockTest, StartOfDay) {
  LocalClock new_york(NewYork());
  const int64_t day = Shown("2021-03-14T00:00:00") / (24 * kHour);
  EXPECT_EQ(new_york.StartOfDay(day), Utc("2021-03-14T05:00:00Z"));
  EXPECT_EQ(new_york.StartOfDay(day + 1), Utc("2021-03-15T04:00:00Z"));
  // In Sao Paulo clocks went from 2017-10-14 24:00 to 2017-10-15 01:00.
  LocalClock sao_paulo(*LoadTimezone("America/Sao_Paulo"));
  EXPECT_EQ(sao_paulo.StartOfDay(Shown("2017-10-15T00:00:00") / (24 * kHour)),
            Utc("2017-10-15T03:00:00Z"));
  EXPECT_EQ(sao_paulo.name(), "America/Sao_Paulo");
}

}  // namespace
}  // namespace admf
