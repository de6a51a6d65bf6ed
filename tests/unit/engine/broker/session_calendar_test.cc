#include "engine/broker/session_calendar.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

constexpr int64_t kHour = 60 * kTestMinute;

/// Hourly bars that begin at these hours since 1970-01-01 in UTC.
std::shared_ptr<const BarSeries> Hours(const std::vector<int64_t>& hours,
                                       std::string timezone = "UTC") {
  std::vector<int64_t> times;
  for (const int64_t hour : hours) times.push_back(hour * kHour);
  return MakeSeries("TEST", times,
                    std::vector<TestBar>(hours.size(), {1, 1, 1, 1}),
                    Timeframe(1, Timeframe::Unit::kHour), std::move(timezone));
}

/// One letter a bar: i inside, l last, capital if left, - outside.
std::string Letters(const BarSeries& bars, const Session& session) {
  const auto calendar = SessionCalendar::Create(bars, session);
  EXPECT_TRUE(calendar.ok());
  std::string letters;
  for (int64_t bar = 0; bar < static_cast<int64_t>(bars.size()); ++bar) {
    char letter = !calendar->inside(bar) ? '-'
                  : calendar->last(bar)  ? 'l'
                                         : 'i';
    if (calendar->left(bar) && letter != '-') {
      letter = static_cast<char>(letter - 'a' + 'A');
    }
    letters += letter;
  }
  return letters;
}

TEST(SessionCalendarTest, ADaysSessionEndsWithTheBarThatReachesItsEnd) {
  const auto bars = Hours({8, 9, 10, 11, 12, 32, 33, 34, 35});
  EXPECT_EQ(Letters(*bars, {9 * kHour, 12 * kHour}), "-Iil--Iil");
  // 11:30: the bar of 11:00 goes beyond it.
  EXPECT_EQ(Letters(*bars, {9 * kHour, 11 * kHour + 30 * kTestMinute}),
            "-Iil--Iil");
}

TEST(SessionCalendarTest, AShortDayHasNoLastBar) {
  const auto bars = Hours({9, 10, 33, 34, 35});
  EXPECT_EQ(Letters(*bars, {9 * kHour, 12 * kHour}), "IiIil");
  const auto calendar = SessionCalendar::Create(*bars, {9 * kHour, 12 * kHour});
  ASSERT_TRUE(calendar.ok());
  EXPECT_EQ(calendar->NextEnd(1, 5), 2);
  EXPECT_EQ(calendar->NextEnd(3, 5), 4);
  EXPECT_EQ(calendar->NextEnd(3, 4), 4);
}

TEST(SessionCalendarTest, ASessionMayGoOverMidnight) {
  const auto bars = Hours({16, 17, 18, 23, 24, 39, 40, 41});
  EXPECT_EQ(Letters(*bars, {17 * kHour, 16 * kHour}), "-Iiiil-I");
}

TEST(SessionCalendarTest, TheSameTimeTwiceIsTheWholeDay) {
  const auto bars = Hours({0, 5, 23, 24, 25});
  EXPECT_EQ(Letters(*bars, {0, 0}), "IilIi");
}

TEST(SessionCalendarTest, TheClockIsThatOfTheTimezone) {
  // New York is five hours behind in winter: 9:00 there is 14:00 in UTC.
  const auto bars = Hours({13, 14, 15, 16, 17}, "America/New_York");
  EXPECT_EQ(Letters(*bars, {9 * kHour, 12 * kHour}), "-Iil-");
}

TEST(SessionCalendarTest, EveryDailyBarIsADaysLast) {
  const auto bars = MakeFlatDays("TEST", {1, 1, 1});
  EXPECT_EQ(Letters(*bars, {0, 0}), "LLL");
}

}  // namespace
}  // namespace admf
