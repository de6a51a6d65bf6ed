#include "engine/data/gap_check.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/data/name_times.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

void AddNamed(int64_t time_us, std::vector<int64_t>& named) {
  if (named.size() < kNamedTimes) named.push_back(time_us);
}

std::string DescribeTimes(int64_t count, const std::vector<int64_t>& named,
                          const char* singular, const char* plural,
                          std::string_view calendar, LocalClock clock) {
  return absl::StrCat(count, count == 1 ? singular : plural,
                      absl::string_view(calendar.data(), calendar.size()), ": ",
                      NameTimes(count, named, clock));
}

/// Days of which no session is known.
absl::Status CheckFirstDay(int64_t day, const ExchangeCalendar& calendar) {
  if (day >= calendar.first_day()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "its first bar is of ", FormatLocal(day * kMicrosPerDay),
      ", but the calendar ", std::string(CalendarName(calendar.kind())),
      " is known from ", FormatLocal(calendar.first_day() * kMicrosPerDay),
      " on; use later bars (start), or leave the calendar out"));
}

absl::StatusOr<GapReport> FindDailyGaps(std::span<const int64_t> times_us,
                                        const ExchangeCalendar& calendar,
                                        LocalClock clock) {
  GapReport report = {.daily = true};
  const auto day_of = [&clock](int64_t time_us) {
    return FloorDivide(clock.ToLocal(time_us), kMicrosPerDay);
  };
  int64_t next_day = day_of(times_us.front());
  RETURN_IF_ERROR(CheckFirstDay(next_day, calendar));
  for (const int64_t time_us : times_us) {
    const int64_t day = day_of(time_us);
    for (; next_day < day; ++next_day) {
      if (!calendar.IsSessionDay(next_day)) continue;
      ++report.missing;
      AddNamed(clock.StartOfDay(next_day), report.first_missing_us);
    }
    next_day = day + 1;
    if (calendar.IsSessionDay(day)) continue;
    ++report.unexpected;
    AddNamed(clock.StartOfDay(day), report.first_unexpected_us);
  }
  return report;
}

/// Walks through the sessions and the bars together.
class IntradayGaps {
 public:
  IntradayGaps(std::span<const int64_t> times_us, int64_t distance_us)
      : times_us_(times_us), distance_us_(distance_us) {}

  /// Takes the next session, as far as it lies between first and last bar.
  void Take(ExchangeCalendar::Session session) {
    const int64_t open_us = std::max(session.open_us, times_us_.front());
    const int64_t close_us =
        std::min(session.close_us, times_us_.back() + distance_us_);
    if (open_us >= close_us) return;
    int64_t covered_us = open_us;
    bool any = false;
    // The last bar before the session may reach into it.
    while (next_ < times_us_.size() && times_us_[next_] < close_us) {
      const int64_t bar_us = times_us_[next_];
      if (bar_us + distance_us_ > open_us) {
        AddMissing(covered_us, bar_us);
        covered_us = std::max(covered_us, bar_us + distance_us_);
        any = true;
      }
      ++next_;
    }
    if (!any && close_us - open_us < distance_us_) {
      ++report_.missing;
      AddNamed(open_us, report_.first_missing_us);
    }
    AddMissing(covered_us, close_us);
    // The last bar may reach into the next session, too.
    if (next_ > 0) --next_;
  }

  GapReport Finish() { return std::move(report_); }

 private:
  /// The bars that fit between two times.
  void AddMissing(int64_t from_us, int64_t to_us) {
    if (to_us - from_us < distance_us_) return;
    const int64_t count = (to_us - from_us) / distance_us_;
    report_.missing += count;
    for (int64_t i = 0;
         i < count && report_.first_missing_us.size() < kNamedTimes; ++i) {
      report_.first_missing_us.push_back(from_us + i * distance_us_);
    }
  }

  const std::span<const int64_t> times_us_;
  const int64_t distance_us_;
  /// The first bar that no session has seen, or the one before it.
  size_t next_ = 0;
  GapReport report_;
};

}  // namespace

std::vector<std::string> GapReport::Describe(std::string_view calendar,
                                             LocalClock clock) const {
  std::vector<std::string> sentences;
  if (missing > 0) {
    sentences.push_back(DescribeTimes(
        missing, first_missing_us,
        " bar is missing in the sessions of the calendar ",
        " bars are missing in the sessions of the calendar ", calendar, clock));
  }
  if (unexpected > 0) {
    sentences.push_back(
        DescribeTimes(unexpected, first_unexpected_us,
                      " bar is of a day without a session of the calendar ",
                      " bars are of days without a session of the calendar ",
                      calendar, clock));
  }
  return sentences;
}

absl::StatusOr<GapReport> FindGaps(std::span<const int64_t> times_us,
                                   int64_t distance_us,
                                   ExchangeCalendar calendar, LocalClock clock,
                                   const std::stop_token& stop) {
  if (distance_us > kMicrosPerDay) {
    return absl::InvalidArgumentError(
        "its bars are more than a day apart; gaps can be found in daily and "
        "shorter bars only, so leave the calendar out");
  }
  // A single bar has no hole beside it.
  if (distance_us == 0) return GapReport{};
  if (distance_us == kMicrosPerDay) {
    return FindDailyGaps(times_us, calendar, clock);
  }
  const auto day_of = [&calendar](int64_t time_us) {
    return FloorDivide(calendar.clock().ToLocal(time_us), kMicrosPerDay);
  };
  const int64_t first_day = day_of(times_us.front());
  // A session that begins on the evening before belongs to the next day.
  const int64_t last_day = day_of(times_us.back()) + 1;
  RETURN_IF_ERROR(CheckFirstDay(first_day, calendar));
  IntradayGaps gaps(times_us, distance_us);
  for (int64_t day = first_day; day <= last_day; ++day) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const auto session = calendar.SessionOf(day);
    if (session.has_value()) gaps.Take(*session);
  }
  return gaps.Finish();
}

}  // namespace admf
