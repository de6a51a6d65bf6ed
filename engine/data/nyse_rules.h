#pragma once

#include "absl/time/civil_time.h"

namespace admf {

// On which days, and until when, the New York Stock Exchange trades. Pure
// functions.
//
// Source: the exchange's published holidays and trading hours (Rule 7.2,
// before that Rule 51) and its list of special closings. Covered from
// 1981-01-01 on; days after 2025-12-31 follow the rules as they stood then, and
// nobody knows their special closings.
//
//   New Year's Day           January 1; on a Sunday, Monday; on a Saturday,
//   none Martin Luther King day   third Monday of January, since 1998
//   Washington's birthday    third Monday of February
//   Good Friday              two days before Easter
//   Memorial Day             last Monday of May
//   Juneteenth               June 19, since 2022
//   Independence Day         July 4
//   Labor Day                first Monday of September
//   Thanksgiving             fourth Thursday of November
//   Christmas                December 25
//
// Juneteenth, Independence Day and Christmas on a Saturday are kept on Friday,
// on a Sunday on Monday.
//
// Special closings: 1985-09-27 (hurricane Gloria), 1994-04-27 (President
// Nixon's funeral), 2001-09-11 to 14, 2004-06-11 (Reagan), 2007-01-02 (Ford),
// 2012-10-29 and 30 (hurricane Sandy), 2018-12-05 (Bush), 2025-01-09 (Carter).
//
// Hours are 09:30 to 16:00 in New York; until 1985-09-27 they began at 10:00.
// The exchange closes at 13:00 since 1993 on the day after Thanksgiving and on
// December 24 from Monday to Thursday; since 1995 on July 3 on a Monday,
// Tuesday or Thursday; where July 4 is a Thursday, on Friday, July 5 until
// 2012, on Wednesday, July 3 since 2013; and on 1997-12-26, 1999-12-31 and
// 2003-12-26. Late openings, halts and the early closes of 1981 to 1992 are not
// here.

/// The first day that the rules are known for.
inline constexpr absl::CivilDay kNyseFirstDay(1981, 1, 1);

/// Whether the exchange trades on a day. day >= kNyseFirstDay.
bool IsNyseSessionDay(absl::CivilDay day);

/// Minutes after midnight, in New York, at which trading begins and ends on a
/// session day.
int NyseOpenMinute(absl::CivilDay day);
int NyseCloseMinute(absl::CivilDay day);

/// Easter Sunday of a year, by the Gregorian computus (J. Meeus, "Astronomical
/// Algorithms", chapter 8). Years from 1583 on.
absl::CivilDay EasterSunday(int64_t year);

}  // namespace admf
