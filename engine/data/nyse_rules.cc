#include "engine/data/nyse_rules.h"

#include <algorithm>
#include <array>

namespace admf {
namespace {

using absl::CivilDay;
using absl::Weekday;

constexpr std::array<CivilDay, 12> kSpecialClosings = {
    CivilDay(1985, 9, 27),  CivilDay(1994, 4, 27), CivilDay(2001, 9, 11),
    CivilDay(2001, 9, 12),  CivilDay(2001, 9, 13), CivilDay(2001, 9, 14),
    CivilDay(2004, 6, 11),  CivilDay(2007, 1, 2),  CivilDay(2012, 10, 29),
    CivilDay(2012, 10, 30), CivilDay(2018, 12, 5), CivilDay(2025, 1, 9),
};

constexpr std::array<CivilDay, 3> kSpecialEarlyCloses = {
    CivilDay(1997, 12, 26), CivilDay(1999, 12, 31), CivilDay(2003, 12, 26)};

bool IsWeekend(CivilDay day) {
  const Weekday weekday = absl::GetWeekday(day);
  return weekday == Weekday::saturday || weekday == Weekday::sunday;
}

/// Whether `day` is the `nth` (from 1) of its weekday in `month`.
bool IsNth(CivilDay day, int month, Weekday weekday, int nth) {
  return day.month() == month && absl::GetWeekday(day) == weekday &&
         (day.day() - 1) / 7 + 1 == nth;
}

/// Whether a holiday of a fixed date is kept on `day`, which is no weekend: on
/// Friday instead of Saturday, on Monday instead of Sunday.
bool IsObserved(CivilDay day, int month, int day_of_month) {
  const CivilDay holiday(day.year(), month, day_of_month);
  switch (absl::GetWeekday(holiday)) {
    case Weekday::saturday:
      return day == holiday - 1;
    case Weekday::sunday:
      return day == holiday + 1;
    default:
      return day == holiday;
  }
}

bool IsNewYear(CivilDay day) {
  // On a Saturday it is not kept on Friday, which belongs to the old year.
  if (day.month() != 1) return false;
  return day.day() == 1 ||
         (day.day() == 2 && absl::GetWeekday(day) == Weekday::monday);
}

bool IsMemorialDay(CivilDay day) {
  return day.month() == 5 && absl::GetWeekday(day) == Weekday::monday &&
         (day + 7).month() == 6;
}

bool IsHoliday(CivilDay day) {
  return IsNewYear(day) ||
         (day.year() >= 1998 && IsNth(day, 1, Weekday::monday, 3)) ||
         IsNth(day, 2, Weekday::monday, 3) ||
         day == EasterSunday(day.year()) - 2 || IsMemorialDay(day) ||
         (day.year() >= 2022 && IsObserved(day, 6, 19)) ||
         IsObserved(day, 7, 4) || IsNth(day, 9, Weekday::monday, 1) ||
         IsNth(day, 11, Weekday::thursday, 4) || IsObserved(day, 12, 25);
}

bool IsEarlyCloseAroundIndependenceDay(CivilDay day) {
  if (day.year() < 1995 || day.month() != 7) return false;
  const Weekday weekday = absl::GetWeekday(day);
  if (day.day() == 3) {
    return weekday == Weekday::monday || weekday == Weekday::tuesday ||
           weekday == Weekday::thursday ||
           (weekday == Weekday::wednesday && day.year() >= 2013);
  }
  return day.day() == 5 && weekday == Weekday::friday && day.year() <= 2012;
}

bool IsEarlyClose(CivilDay day) {
  if (std::find(kSpecialEarlyCloses.begin(), kSpecialEarlyCloses.end(), day) !=
      kSpecialEarlyCloses.end()) {
    return true;
  }
  if (IsEarlyCloseAroundIndependenceDay(day)) return true;
  if (day.year() < 1993) return false;
  // A session on December 24 is never on a Friday: that is the holiday then.
  return IsNth(day - 1, 11, Weekday::thursday, 4) ||
         (day.month() == 12 && day.day() == 24);
}

}  // namespace

bool IsNyseSessionDay(CivilDay day) {
  if (IsWeekend(day) || IsHoliday(day)) return false;
  return std::find(kSpecialClosings.begin(), kSpecialClosings.end(), day) ==
         kSpecialClosings.end();
}

int NyseOpenMinute(CivilDay day) {
  return day <= CivilDay(1985, 9, 27) ? 10 * 60 : 9 * 60 + 30;
}

int NyseCloseMinute(CivilDay day) {
  return IsEarlyClose(day) ? 13 * 60 : 16 * 60;
}

CivilDay EasterSunday(int64_t year) {
  // Names as in the source.
  const int64_t a = year % 19;
  const int64_t b = year / 100;
  const int64_t c = year % 100;
  const int64_t d = b / 4;
  const int64_t e = b % 4;
  const int64_t f = (b + 8) / 25;
  const int64_t g = (b - f + 1) / 3;
  const int64_t h = (19 * a + b - d - g + 15) % 30;
  const int64_t i = c / 4;
  const int64_t k = c % 4;
  const int64_t l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int64_t m = (a + 11 * h + 22 * l) / 451;
  const int64_t n = h + l - 7 * m + 114;
  return CivilDay(year, static_cast<int>(n / 31), static_cast<int>(n % 31) + 1);
}

}  // namespace admf
