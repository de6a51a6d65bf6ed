#include "engine/data/nyse_rules.h"

#include <map>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using absl::CivilDay;

// Trading days per year, as published by the exchange and every vendor.
TEST(NyseRulesTest, SessionsPerYear) {
  const std::map<int64_t, int> expected = {
      {1996, 254}, {1997, 253}, {1998, 252}, {1999, 252}, {2000, 252},
      {2001, 248}, {2002, 252}, {2003, 252}, {2004, 252}, {2005, 252},
      {2006, 251}, {2007, 251}, {2008, 253}, {2009, 252}, {2010, 252},
      {2011, 252}, {2012, 250}, {2013, 252}, {2014, 252}, {2015, 252},
      {2016, 252}, {2017, 251}, {2018, 251}, {2019, 252}, {2020, 253},
      {2021, 252}, {2022, 251}, {2023, 250}, {2024, 252}, {2025, 250}};
  for (const auto& [year, sessions] : expected) {
    int count = 0;
    for (CivilDay day(year, 1, 1); day.year() == year; ++day) {
      count += IsNyseSessionDay(day) ? 1 : 0;
    }
    EXPECT_EQ(count, sessions) << year;
  }
}

TEST(NyseRulesTest, Holidays) {
  for (const CivilDay holiday :
       {CivilDay(1998, 1, 19), CivilDay(2012, 1, 2), CivilDay(2013, 1, 1),
        CivilDay(2013, 2, 18), CivilDay(2013, 3, 29), CivilDay(2013, 5, 27),
        CivilDay(2022, 6, 20), CivilDay(2023, 6, 19), CivilDay(2013, 7, 4),
        CivilDay(2015, 7, 3), CivilDay(2021, 7, 5), CivilDay(2013, 9, 2),
        CivilDay(2013, 11, 28), CivilDay(2010, 12, 24), CivilDay(2011, 12, 26),
        CivilDay(2013, 12, 25)}) {
    EXPECT_FALSE(IsNyseSessionDay(holiday)) << holiday;
  }
}

TEST(NyseRulesTest, SpecialClosings) {
  for (const CivilDay day :
       {CivilDay(1985, 9, 27), CivilDay(1994, 4, 27), CivilDay(2001, 9, 11),
        CivilDay(2001, 9, 12), CivilDay(2001, 9, 13), CivilDay(2001, 9, 14),
        CivilDay(2004, 6, 11), CivilDay(2007, 1, 2), CivilDay(2012, 10, 29),
        CivilDay(2012, 10, 30), CivilDay(2018, 12, 5), CivilDay(2025, 1, 9)}) {
    EXPECT_FALSE(IsNyseSessionDay(day)) << day;
  }
}

TEST(NyseRulesTest, DaysThatOnlyLookLikeHolidays) {
  for (const CivilDay day :
       {CivilDay(1997, 1, 20),   // before Martin Luther King day
        CivilDay(2021, 6, 18),   // before Juneteenth
        CivilDay(2010, 12, 31),  // New Year's Day is a Saturday
        CivilDay(2021, 12, 31),  // the same
        CivilDay(2013, 3, 28),   // Maundy Thursday
        CivilDay(2013, 4, 1),    // Easter Monday
        CivilDay(2013, 10, 14),  // Columbus day
        CivilDay(2013, 11, 11),  // Veterans day
        CivilDay(2013, 5, 20),   // the last Monday but one
        CivilDay(2001, 9, 10), CivilDay(2001, 9, 17), CivilDay(2012, 10, 31),
        CivilDay(1984, 11, 6)}) {  // election day
    EXPECT_TRUE(IsNyseSessionDay(day)) << day;
  }
  EXPECT_FALSE(IsNyseSessionDay(CivilDay(2013, 6, 15)));  // Saturday
  EXPECT_FALSE(IsNyseSessionDay(CivilDay(2013, 6, 16)));  // Sunday
}

TEST(NyseRulesTest, Hours) {
  EXPECT_EQ(NyseOpenMinute(CivilDay(1985, 9, 26)), 10 * 60);
  EXPECT_EQ(NyseOpenMinute(CivilDay(1985, 9, 30)), 9 * 60 + 30);
  EXPECT_EQ(NyseCloseMinute(CivilDay(2013, 6, 17)), 16 * 60);
  for (const CivilDay day :
       {CivilDay(2013, 11, 29),  // after Thanksgiving
        CivilDay(2013, 12, 24), CivilDay(2012, 12, 24),
        CivilDay(2012, 7, 3),  // a Tuesday
        CivilDay(2002, 7, 5),  // after a Thursday, until 2012
        CivilDay(2013, 7, 3),  // before a Thursday, since 2013
        CivilDay(2019, 7, 3), CivilDay(2014, 7, 3), CivilDay(1997, 12, 26),
        CivilDay(1999, 12, 31), CivilDay(2003, 12, 26)}) {
    EXPECT_EQ(NyseCloseMinute(day), 13 * 60) << day;
  }
  for (const CivilDay day : {CivilDay(2002, 7, 3),  // a Wednesday before 2013
                             CivilDay(2019, 7, 5),  // a Friday since 2013
                             CivilDay(2013, 12, 26), CivilDay(2013, 12, 31),
                             CivilDay(1992, 11, 27), CivilDay(2013, 11, 27)}) {
    EXPECT_EQ(NyseCloseMinute(day), 16 * 60) << day;
  }
}

TEST(NyseRulesTest, Easter) {
  EXPECT_EQ(EasterSunday(1818), CivilDay(1818, 3, 22));  // the earliest
  EXPECT_EQ(EasterSunday(1943), CivilDay(1943, 4, 25));  // the latest
  EXPECT_EQ(EasterSunday(2000), CivilDay(2000, 4, 23));
  EXPECT_EQ(EasterSunday(2024), CivilDay(2024, 3, 31));
  EXPECT_EQ(EasterSunday(2025), CivilDay(2025, 4, 20));
}

}  // namespace
}  // namespace admf
