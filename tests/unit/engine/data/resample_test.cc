#include "engine/data/resample.h"

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/data/period_rule.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

/// Bars that all look the same, with volume 1, `step` apart.
BarSeries::Columns Flat(const std::string& first, size_t rows, int64_t step) {
  BarSeries::Columns columns;
  for (size_t i = 0; i < rows; ++i) {
    columns.time_us.push_back(Utc(first) + static_cast<int64_t>(i) * step);
  }
  columns.open = columns.high = columns.low = columns.close = columns.volume =
      std::vector<double>(rows, 1.0);
  return columns;
}

LocalClock UtcClock() { return LocalClock(absl::UTCTimeZone()); }
LocalClock NewYorkClock() { return LocalClock(NewYork()); }

BarSeries::Columns To(const char* timeframe, const BarSeries::Columns& columns,
                      LocalClock clock) {
  auto bars =
      Resample(columns, *Timeframe::Parse(timeframe), clock, /*stop=*/{});
  EXPECT_TRUE(bars.ok()) << bars.status();
  return *std::move(bars);
}

std::vector<int64_t> Times(std::initializer_list<const char*> texts) {
  std::vector<int64_t> times;
  for (const char* text : texts) times.push_back(Utc(text));
  return times;
}

TEST(ResampleTest, FirstHighestLowestLastAndSum) {
  BarSeries::Columns columns = Flat("2021-06-01T09:00:00Z", 6, kMinute);
  columns.open = {10, 11, 12, 13, 14, 15};
  columns.high = {20, 25, 21, 30, 19, 18};
  columns.low = {5, 4, 6, 9, 3, 8};
  columns.close = {11, 12, 13, 14, 15, 16};
  columns.volume = {1, 2, 4, 8, 16, 32};
  const BarSeries::Columns bars = To("3m", columns, UtcClock());
  EXPECT_EQ(bars.time_us,
            Times({"2021-06-01T09:00:00Z", "2021-06-01T09:03:00Z"}));
  EXPECT_EQ(bars.open, (std::vector<double>{10, 13}));
  EXPECT_EQ(bars.high, (std::vector<double>{25, 30}));
  EXPECT_EQ(bars.low, (std::vector<double>{4, 3}));
  EXPECT_EQ(bars.close, (std::vector<double>{13, 16}));
  EXPECT_EQ(bars.volume, (std::vector<double>{7, 56}));
}

TEST(ResampleTest, SumsInOrder) {
  BarSeries::Columns columns = Flat("2021-06-01T09:00:00Z", 3, kMinute);
  columns.volume = {0.1, 0.2, 0.3};
  // In any other order it would be 0.6.
  EXPECT_EQ(To("1h", columns, UtcClock()).volume,
            std::vector<double>{0.6000000000000001});
}

TEST(ResampleTest, NoVolumeStaysNoVolume) {
  BarSeries::Columns columns = Flat("2021-06-01T09:00:00Z", 3, kMinute);
  columns.volume.clear();
  EXPECT_TRUE(To("1h", columns, UtcClock()).volume.empty());
}

TEST(ResampleTest, PeriodsAreCountedFromMidnight) {
  // 7 does not divide 24 * 60: the last period of the day is cut short.
  const BarSeries::Columns columns = Flat("2021-06-01T23:50:00Z", 20, kMinute);
  const BarSeries::Columns bars = To("7m", columns, UtcClock());
  // 23:48 is the 204th multiple of 7 minutes, 23:55 the 205th.
  EXPECT_EQ(bars.time_us,
            Times({"2021-06-01T23:48:00Z", "2021-06-01T23:55:00Z",
                   "2021-06-02T00:00:00Z", "2021-06-02T00:07:00Z"}));
  EXPECT_EQ(bars.volume, (std::vector<double>{5, 5, 7, 3}));
}

TEST(ResampleTest, GapsMakeNoBars) {
  BarSeries::Columns columns = Flat("2021-06-01T09:00:00Z", 2, 5 * kHour);
  EXPECT_EQ(To("1h", columns, UtcClock()).time_us,
            Times({"2021-06-01T09:00:00Z", "2021-06-01T14:00:00Z"}));
}

TEST(ResampleTest, DaysBeginAtLocalMidnight) {
  // 04:00 UTC is midnight in New York in summer.
  const BarSeries::Columns columns = Flat("2021-06-01T00:00:00Z", 24, kHour);
  const BarSeries::Columns bars = To("1d", columns, NewYorkClock());
  EXPECT_EQ(bars.time_us,
            Times({"2021-05-31T04:00:00Z", "2021-06-01T04:00:00Z"}));
  EXPECT_EQ(bars.volume, (std::vector<double>{4, 20}));
}

TEST(ResampleTest, WeeksBeginOnMonday) {
  // 2021-06-01 was a Tuesday.
  const BarSeries::Columns columns = Flat("2021-06-01T00:00:00Z", 14, kDay);
  const BarSeries::Columns bars = To("1w", columns, UtcClock());
  EXPECT_EQ(bars.time_us, Times({"2021-05-31T00:00:00Z", "2021-06-07T00:00:00Z",
                                 "2021-06-14T00:00:00Z"}));
  EXPECT_EQ(bars.volume, (std::vector<double>{6, 7, 1}));
}

TEST(ResampleTest, LongerPeriodsHaveAFixedOrigin) {
  // Two weeks from 1970-01-05, three days from 1970-01-01, before it too.
  EXPECT_EQ(To("2w", Flat("1970-01-18T00:00:00Z", 2, kDay), UtcClock()).time_us,
            Times({"1970-01-05T00:00:00Z", "1970-01-19T00:00:00Z"}));
  EXPECT_EQ(To("3d", Flat("1969-12-31T00:00:00Z", 5, kDay), UtcClock()).time_us,
            Times({"1969-12-29T00:00:00Z", "1970-01-01T00:00:00Z",
                   "1970-01-04T00:00:00Z"}));
}

TEST(ResampleTest, DaysAcrossBothClockChanges) {
  // 30-minute bars over 2021-03-13 to 15, whose middle day has 23 hours.
  const BarSeries::Columns spring = To(
      "1d", Flat("2021-03-13T05:00:00Z", 2 * 71, 30 * kMinute), NewYorkClock());
  EXPECT_EQ(spring.time_us,
            Times({"2021-03-13T05:00:00Z", "2021-03-14T05:00:00Z",
                   "2021-03-15T04:00:00Z"}));
  EXPECT_EQ(spring.volume, (std::vector<double>{48, 46, 48}));
  // And over 2021-11-06 to 08, whose middle day has 25 hours.
  const BarSeries::Columns autumn = To(
      "1d", Flat("2021-11-06T04:00:00Z", 2 * 73, 30 * kMinute), NewYorkClock());
  EXPECT_EQ(autumn.time_us,
            Times({"2021-11-06T04:00:00Z", "2021-11-07T04:00:00Z",
                   "2021-11-08T05:00:00Z"}));
  EXPECT_EQ(autumn.volume, (std::vector<double>{48, 50, 48}));
}

TEST(ResampleTest, ClocksGoForward) {
  // 01:00 and 01:30 EST, then 03:00, 03:30, 04:00 and 04:30 EDT.
  const BarSeries::Columns columns =
      Flat("2021-03-14T06:00:00Z", 6, 30 * kMinute);
  const BarSeries::Columns hours = To("1h", columns, NewYorkClock());
  EXPECT_EQ(hours.time_us,
            Times({"2021-03-14T06:00:00Z", "2021-03-14T07:00:00Z",
                   "2021-03-14T08:00:00Z"}));
  EXPECT_EQ(hours.volume, (std::vector<double>{2, 2, 2}));
  // The period that should begin at 02:00 begins when the clock jumps over it.
  const BarSeries::Columns two_hours = To("2h", columns, NewYorkClock());
  EXPECT_EQ(two_hours.time_us,
            Times({"2021-03-14T05:00:00Z", "2021-03-14T07:00:00Z",
                   "2021-03-14T08:00:00Z"}));
  EXPECT_EQ(two_hours.volume, (std::vector<double>{2, 2, 2}));
}

TEST(ResampleTest, ClocksGoBack) {
  // 00:00, 00:30, 01:00, 01:30 EDT, then 01:00, 01:30, 02:00, 02:30 EST.
  const BarSeries::Columns columns =
      Flat("2021-11-07T04:00:00Z", 8, 30 * kMinute);
  const BarSeries::Columns hours = To("1h", columns, NewYorkClock());
  EXPECT_EQ(hours.time_us,
            Times({"2021-11-07T04:00:00Z", "2021-11-07T05:00:00Z",
                   "2021-11-07T06:00:00Z", "2021-11-07T07:00:00Z"}));
  EXPECT_EQ(hours.volume, (std::vector<double>{2, 2, 2, 2}));
  // From 00:00 to 02:00 on the clock are three hours.
  const BarSeries::Columns two_hours = To("2h", columns, NewYorkClock());
  EXPECT_EQ(two_hours.time_us,
            Times({"2021-11-07T04:00:00Z", "2021-11-07T07:00:00Z"}));
  EXPECT_EQ(two_hours.volume, (std::vector<double>{6, 2}));
  // Periods begin at 00:00, 01:30, 01:30 again, and 03:00: what the clock shows
  // between them when it goes back belongs to the one that has begun.
  const BarSeries::Columns ninety = To("90m", columns, NewYorkClock());
  EXPECT_EQ(ninety.time_us,
            Times({"2021-11-07T04:00:00Z", "2021-11-07T05:30:00Z",
                   "2021-11-07T06:30:00Z"}));
  EXPECT_EQ(ninety.volume, (std::vector<double>{3, 2, 3}));
}

TEST(ResampleTest, RepeatedMidnightBeginsOneDay) {
  // In Havana clocks went from 2021-11-07 01:00 back to 00:00 (05:00 UTC).
  LocalClock havana(*LoadTimezone("America/Havana"));
  const BarSeries::Columns bars =
      To("1d", Flat("2021-11-07T03:00:00Z", 27, kHour), havana);
  EXPECT_EQ(bars.time_us, Times({"2021-11-06T04:00:00Z", "2021-11-07T04:00:00Z",
                                 "2021-11-08T05:00:00Z"}));
  EXPECT_EQ(bars.volume, (std::vector<double>{1, 25, 1}));
}

TEST(ResampleTest, AllInOnePeriod) {
  EXPECT_EQ(To("1w", Flat("2021-06-02T00:00:00Z", 1, kDay), UtcClock()).time_us,
            Times({"2021-05-31T00:00:00Z"}));
}

BarSeries::Columns To(const char* timeframe, const BarSeries::Columns& columns,
                      LocalClock clock, PeriodRule rule) {
  auto bars = Resample(columns, *Timeframe::Parse(timeframe), clock,
                       /*stop=*/{}, rule);
  EXPECT_TRUE(bars.ok()) << bars.status();
  return *std::move(bars);
}

constexpr PeriodRule kRightLabel = {.label = PeriodEdge::kRight};
constexpr PeriodRule kRightClosed = {.closed = PeriodEdge::kRight};
constexpr PeriodRule kRightBoth = {.closed = PeriodEdge::kRight,
                                   .label = PeriodEdge::kRight};

// The example of pandas' documentation: nine minutes with the values 0 to 8 in
// bins of three.
TEST(ResampleTest, LabelAndClosedAreThoseOfPandas) {
  BarSeries::Columns columns = Flat("2000-01-01T00:00:00Z", 9, kMinute);
  columns.volume = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  const BarSeries::Columns left = To("3m", columns, UtcClock(), {});
  EXPECT_EQ(left.time_us, Times({"2000-01-01T00:00:00Z", "2000-01-01T00:03:00Z",
                                 "2000-01-01T00:06:00Z"}));
  EXPECT_EQ(left.volume, (std::vector<double>{3, 12, 21}));
  const BarSeries::Columns labels = To("3m", columns, UtcClock(), kRightLabel);
  EXPECT_EQ(labels.time_us,
            Times({"2000-01-01T00:03:00Z", "2000-01-01T00:06:00Z",
                   "2000-01-01T00:09:00Z"}));
  EXPECT_EQ(labels.volume, left.volume);
  const BarSeries::Columns both = To("3m", columns, UtcClock(), kRightBoth);
  EXPECT_EQ(both.time_us,
            Times({"2000-01-01T00:00:00Z", "2000-01-01T00:03:00Z",
                   "2000-01-01T00:06:00Z", "2000-01-01T00:09:00Z"}));
  EXPECT_EQ(both.volume, (std::vector<double>{0, 6, 15, 15}));
  const BarSeries::Columns closed = To("3m", columns, UtcClock(), kRightClosed);
  EXPECT_EQ(closed.time_us,
            Times({"1999-12-31T23:57:00Z", "2000-01-01T00:00:00Z",
                   "2000-01-01T00:03:00Z", "2000-01-01T00:06:00Z"}));
  EXPECT_EQ(closed.volume, both.volume);
}

TEST(ResampleTest, ClosedOnTheRightKeepsPricesInOrder) {
  BarSeries::Columns columns = Flat("2021-06-01T09:05:00Z", 3, 5 * kMinute);
  columns.open = {10, 11, 12};
  columns.high = {20, 22, 21};
  columns.low = {5, 3, 4};
  columns.close = {15, 16, 17};
  // 09:05, 09:10 and 09:15 end in the quarter from 09:00 to 09:15.
  const BarSeries::Columns bars = To("15m", columns, UtcClock(), kRightBoth);
  EXPECT_EQ(bars.time_us, Times({"2021-06-01T09:15:00Z"}));
  EXPECT_EQ(bars.open, std::vector<double>{10});
  EXPECT_EQ(bars.high, std::vector<double>{22});
  EXPECT_EQ(bars.low, std::vector<double>{3});
  EXPECT_EQ(bars.close, std::vector<double>{17});
}

TEST(ResampleTest, APeriodEndsWhereTheNextOneBegins) {
  // Days of 23 and of 25 hours, weeks, and the rest of a day.
  EXPECT_EQ(To("1d", Flat("2021-03-14T12:00:00Z", 1, kDay), NewYorkClock(),
               kRightLabel)
                .time_us,
            Times({"2021-03-15T04:00:00Z"}));
  EXPECT_EQ(To("1d", Flat("2021-11-07T12:00:00Z", 1, kDay), NewYorkClock(),
               kRightLabel)
                .time_us,
            Times({"2021-11-08T05:00:00Z"}));
  EXPECT_EQ(
      To("1w", Flat("2021-06-02T00:00:00Z", 1, kDay), UtcClock(), kRightLabel)
          .time_us,
      Times({"2021-06-07T00:00:00Z"}));
  EXPECT_EQ(
      To("7m", Flat("2021-06-01T23:58:00Z", 1, kDay), UtcClock(), kRightLabel)
          .time_us,
      Times({"2021-06-02T00:00:00Z"}));
}

TEST(ResampleTest, EndsThroughClockChanges) {
  // As in ClocksGoForward and ClocksGoBack: each end is the next begin.
  const BarSeries::Columns spring =
      Flat("2021-03-14T06:00:00Z", 6, 30 * kMinute);
  EXPECT_EQ(To("2h", spring, NewYorkClock(), kRightLabel).time_us,
            Times({"2021-03-14T07:00:00Z", "2021-03-14T08:00:00Z",
                   "2021-03-14T10:00:00Z"}));
  const BarSeries::Columns autumn =
      Flat("2021-11-07T04:00:00Z", 8, 30 * kMinute);
  EXPECT_EQ(To("1h", autumn, NewYorkClock(), kRightLabel).time_us,
            Times({"2021-11-07T05:00:00Z", "2021-11-07T06:00:00Z",
                   "2021-11-07T07:00:00Z", "2021-11-07T08:00:00Z"}));
  EXPECT_EQ(To("2h", autumn, NewYorkClock(), kRightLabel).time_us,
            Times({"2021-11-07T07:00:00Z", "2021-11-07T09:00:00Z"}));
  EXPECT_EQ(To("90m", autumn, NewYorkClock(), kRightLabel).time_us,
            Times({"2021-11-07T05:30:00Z", "2021-11-07T06:30:00Z",
                   "2021-11-07T08:00:00Z"}));
}

TEST(ResampleTest, CancelledWhenStopIsRequested) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Resample(Flat("2021-06-02T00:00:00Z", 1, kDay), Timeframe(),
                     UtcClock(), source.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

TEST(ResampleDeathTest, MoreThanADayMustBeWholeDays) {
  EXPECT_DEATH(To("36h", Flat("2021-06-02T00:00:00Z", 1, kDay), UtcClock()),
               "broken invariant");
}

TEST(SmallestDistanceTest, IsTheSmallest) {
  const std::vector<int64_t> times = {0, 5 * kHour, 6 * kHour, 9 * kHour};
  EXPECT_EQ(SmallestDistance(times, UtcClock()), kHour);
}

TEST(SmallestDistanceTest, DaysAre24HoursOnTheClock) {
  // Midnights in New York around 2021-03-14, 23 hours apart at the smallest.
  const std::vector<int64_t> times =
      Times({"2021-03-13T05:00:00Z", "2021-03-14T05:00:00Z",
             "2021-03-15T04:00:00Z", "2021-03-16T04:00:00Z"});
  EXPECT_EQ(SmallestDistance(times, NewYorkClock()), kDay);
}

TEST(SmallestDistanceTest, HoursAreOneHourInTime) {
  // Around 2021-11-07 the clock shows 01:00 twice.
  EXPECT_EQ(SmallestDistance(Flat("2021-11-07T04:00:00Z", 5, kHour).time_us,
                             NewYorkClock()),
            kHour);
}

TEST(SmallestDistanceTest, UtcDaysAreDaysAnywhere) {
  EXPECT_EQ(SmallestDistance(Flat("2021-01-01T00:00:00Z", 365, kDay).time_us,
                             NewYorkClock()),
            kDay);
}

}  // namespace
}  // namespace admf
