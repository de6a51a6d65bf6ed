#include "engine/data/exchange_calendar.h"

#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "engine/data/nyse_rules.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);
constexpr int64_t kForeignExchangeMinute = 17 * 60;

bool IsWeekday(int64_t day) {
  const absl::Weekday weekday = absl::GetWeekday(kEpoch + day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
}

}  // namespace

absl::StatusOr<ExchangeCalendar> ExchangeCalendar::Create(Kind kind) {
  const char* const zone = kind == Kind::k24x7 ? "UTC" : "America/New_York";
  const absl::StatusOr<absl::TimeZone> timezone = LoadTimezone(zone);
  if (!timezone.ok()) {
    return absl::InternalError(absl::StrCat("this machine's timezones lack ",
                                            zone, "; install tzdata"));
  }
  return ExchangeCalendar(kind, LocalClock(*timezone));
}

std::string_view CalendarName(ExchangeCalendar::Kind kind) {
  switch (kind) {
    case ExchangeCalendar::Kind::kNyse:
      return "nyse";
    case ExchangeCalendar::Kind::k24x5:
      return "24x5";
    case ExchangeCalendar::Kind::k24x7:
      return "24x7";
  }
  return "";
}

int64_t ExchangeCalendar::first_day() const {
  return kind_ == Kind::kNyse ? kNyseFirstDay - kEpoch
                              : std::numeric_limits<int64_t>::min();
}

bool ExchangeCalendar::IsSessionDay(int64_t day) const {
  switch (kind_) {
    case Kind::kNyse:
      return IsNyseSessionDay(kEpoch + day);
    case Kind::k24x5:
      return IsWeekday(day);
    case Kind::k24x7:
      return true;
  }
  return true;
}

std::optional<ExchangeCalendar::Session> ExchangeCalendar::SessionOf(
    int64_t day) {
  if (!IsSessionDay(day)) return std::nullopt;
  switch (kind_) {
    case Kind::kNyse: {
      const absl::CivilDay date = kEpoch + day;
      return Session{At(day, NyseOpenMinute(date)),
                     At(day, NyseCloseMinute(date))};
    }
    case Kind::k24x5:
      return Session{At(day - 1, kForeignExchangeMinute),
                     At(day, kForeignExchangeMinute)};
    case Kind::k24x7:
      break;
  }
  return Session{day * kMicrosPerDay, (day + 1) * kMicrosPerDay};
}

int64_t ExchangeCalendar::At(int64_t day, int64_t minute) {
  constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
  return clock_.FromLocal(day * kMicrosPerDay + minute * kMicrosPerMinute)
      .first_us;
}

}  // namespace admf
