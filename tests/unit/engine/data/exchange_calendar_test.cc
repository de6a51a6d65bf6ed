#include "engine/data/exchange_calendar.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

using Kind = ExchangeCalendar::Kind;

int64_t Day(int year, int month, int day) {
  return absl::CivilDay(year, month, day) - absl::CivilDay(1970, 1, 1);
}

void ExpectSession(Kind kind, int64_t day, const char* open,
                   const char* close) {
  auto calendar = ExchangeCalendar::Create(kind);
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  const auto session = calendar->SessionOf(day);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->open_us, Utc(open));
  EXPECT_EQ(session->close_us, Utc(close));
}

TEST(ExchangeCalendarTest, NyseKeepsItsHoursThroughClockChanges) {
  // Clocks went forward on 2021-03-14 and back on 2021-11-07.
  ExpectSession(Kind::kNyse, Day(2021, 3, 12), "2021-03-12T14:30:00Z",
                "2021-03-12T21:00:00Z");
  ExpectSession(Kind::kNyse, Day(2021, 3, 15), "2021-03-15T13:30:00Z",
                "2021-03-15T20:00:00Z");
  // An early close.
  ExpectSession(Kind::kNyse, Day(2021, 11, 26), "2021-11-26T14:30:00Z",
                "2021-11-26T18:00:00Z");
}

TEST(ExchangeCalendarTest, NyseHasNoSessionOnHolidays) {
  auto calendar = ExchangeCalendar::Create(Kind::kNyse);
  EXPECT_FALSE(calendar->SessionOf(Day(2021, 12, 24)).has_value());
  EXPECT_FALSE(calendar->IsSessionDay(Day(2021, 12, 25)));
  EXPECT_TRUE(calendar->IsSessionDay(Day(2021, 12, 27)));
  EXPECT_EQ(calendar->first_day(), Day(1981, 1, 1));
}

TEST(ExchangeCalendarTest, ForeignExchangeBeginsOnSundayEvening) {
  // 17:00 in New York, of a Sunday to a Monday across the clocks' going back.
  ExpectSession(Kind::k24x5, Day(2021, 11, 8), "2021-11-07T22:00:00Z",
                "2021-11-08T22:00:00Z");
  ExpectSession(Kind::k24x5, Day(2021, 11, 5), "2021-11-04T21:00:00Z",
                "2021-11-05T21:00:00Z");
  auto calendar = ExchangeCalendar::Create(Kind::k24x5);
  EXPECT_FALSE(calendar->SessionOf(Day(2021, 11, 6)).has_value());
  EXPECT_FALSE(calendar->SessionOf(Day(2021, 11, 7)).has_value());
  // No holidays.
  EXPECT_TRUE(calendar->IsSessionDay(Day(2020, 12, 25)));
}

TEST(ExchangeCalendarTest, AlwaysIsEveryDayInUtc) {
  ExpectSession(Kind::k24x7, Day(2021, 11, 7), "2021-11-07T00:00:00Z",
                "2021-11-08T00:00:00Z");
  ExpectSession(Kind::k24x7, -1, "1969-12-31T00:00:00Z",
                "1970-01-01T00:00:00Z");
}

TEST(ExchangeCalendarTest, Names) {
  EXPECT_EQ(CalendarName(Kind::kNyse), "nyse");
  EXPECT_EQ(CalendarName(Kind::k24x5), "24x5");
  EXPECT_EQ(CalendarName(Kind::k24x7), "24x7");
}

}  // namespace
}  // namespace admf
