#include "engine/metrics/periods_per_year.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace admf {
namespace {

/// Goes from local day to local day of a series. A clock never has an unknown
/// timezone; Abseil would take it for UTC.
class DayCursor {
 public:
  explicit DayCursor(const EquityClock& clock) : times_us_(clock.time_us) {
    absl::LoadTimeZone(clock.timezone, &timezone_);
    Enter();
  }

  bool done() const { return first_ == times_us_.size(); }
  absl::CivilDay day() const { return day_; }
  size_t last_bar() const { return next_ - 1; }

  void Advance() {
    first_ = next_;
    Enter();
  }

 private:
  /// Finds the day of bar `first_`, and the first bar of another day.
  void Enter() {
    if (done()) return;
    day_ = absl::ToCivilDay(absl::FromUnixMicros(times_us_[first_]), timezone_);
    const int64_t midnight_us =
        absl::ToUnixMicros(absl::FromCivil(day_ + 1, timezone_));
    const auto rest = times_us_.subspan(first_);
    next_ =
        first_ + static_cast<size_t>(
                     std::lower_bound(rest.begin(), rest.end(), midnight_us) -
                     rest.begin());
    // A clock that is set back over midnight could leave the bar outside.
    next_ = std::max(next_, first_ + 1);
  }

  const std::span<const int64_t> times_us_;
  absl::TimeZone timezone_;
  absl::CivilDay day_;
  size_t first_ = 0;
  size_t next_ = 0;
};

bool TradesOnWeekends(const EquityClock& clock) {
  int days = 0;
  int weekend_days = 0;
  for (DayCursor cursor(clock); days < 1000 && !cursor.done();
       cursor.Advance()) {
    const absl::Weekday weekday = absl::GetWeekday(cursor.day());
    ++days;
    weekend_days +=
        weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
  }
  return 5 * weekend_days > days;
}

/// `nominal`, or what the bars are in fact if that is something else.
double CountedPerYear(const EquityClock& clock, double nominal) {
  constexpr double kYearUs = 365.25 * 86'400e6;
  const auto times_us = clock.time_us;
  if (times_us.size() < 2) return nominal;
  const double years =
      static_cast<double>(times_us.back() - times_us.front()) / kYearUs;
  const double counted = static_cast<double>(times_us.size() - 1) / years;
  return std::abs(counted - nominal) > 0.02 * nominal ? counted : nominal;
}

}  // namespace

bool SampledDaily(const EquityClock& clock) {
  return clock.timeframe.intraday();
}

std::vector<size_t> LastBarsOfDays(const EquityClock& clock) {
  std::vector<size_t> last_bars;
  for (DayCursor cursor(clock); !cursor.done(); cursor.Advance()) {
    last_bars.push_back(cursor.last_bar());
  }
  return last_bars;
}

double DefaultPeriodsPerYear(const EquityClock& clock) {
  const Timeframe timeframe = clock.timeframe;
  const double count = static_cast<double>(timeframe.count());
  if (timeframe.unit() == Timeframe::Unit::kWeek) {
    return CountedPerYear(clock, 52 / count);
  }
  if (timeframe.unit() == Timeframe::Unit::kDay && timeframe.count() > 1) {
    return CountedPerYear(clock, 365.25 / count);
  }
  return TradesOnWeekends(clock) ? 365 : 252;
}

}  // namespace admf
