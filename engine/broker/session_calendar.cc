#include "engine/broker/session_calendar.h"

#include "engine/base/status_macros.h"
#include "engine/data/local_clock.h"
#include "engine/data/timestamp.h"

namespace admf {

absl::StatusOr<SessionCalendar> SessionCalendar::Create(
    const BarSeries& bars, const Session& session) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(bars.timezone()));
  LocalClock clock(zone);
  const int64_t length_us = bars.timeframe().seconds() * kMicrosPerSecond;
  // Sessions are counted from one end to the next.
  auto into_cycle = [](int64_t time_us) {
    return time_us - FloorDivide(time_us, kMicrosPerDay) * kMicrosPerDay;
  };
  const int64_t open_us = into_cycle(session.end_us - session.start_us);
  const int64_t session_us = open_us == 0 ? kMicrosPerDay : open_us;

  SessionCalendar calendar;
  calendar.flags_.reserve(bars.size());
  bool was_inside = false;
  int64_t previous_session = 0;
  for (const int64_t time_us : bars.time_us()) {
    const int64_t local_us = clock.ToLocal(time_us);
    const int64_t number =
        FloorDivide(local_us - session.end_us, kMicrosPerDay);
    const int64_t until_end_us =
        kMicrosPerDay - into_cycle(local_us - session.end_us);
    const bool inside = until_end_us <= session_us;
    uint8_t flags = inside ? kInside : 0;
    if (inside && until_end_us <= length_us) flags |= kLast;
    const bool first = !was_inside || number != previous_session;
    if (!inside || first) flags |= kLeft;
    calendar.flags_.push_back(flags);
    was_inside = inside;
    previous_session = number;
  }
  return calendar;
}

int64_t SessionCalendar::NextEnd(int64_t bar, int64_t end) const {
  while (bar < end && (FlagsOf(bar) & (kLast | kLeft)) == 0) ++bar;
  return bar;
}

}  // namespace admf
