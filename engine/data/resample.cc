#include "engine/data/resample.h"

#include <algorithm>
#include <array>
#include <limits>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

// 1970-01-01 was a Thursday; weeks begin on Monday.
constexpr int64_t kFirstMonday = 4;

/// Finds the period that a bar begins in.
class Periods {
 public:
  Periods(Timeframe timeframe, LocalClock clock)
      : clock_(clock),
        length_us_(timeframe.seconds() * kMicrosPerSecond),
        days_(timeframe.seconds() / 86'400),
        first_day_(timeframe.unit() == Timeframe::Unit::kWeek ? kFirstMonday
                                                              : 0) {
    CHECK(days_ == 0 || !timeframe.intraday());
  }

  /// When the period of `time_us` begins. Times come in order.
  int64_t StartOf(int64_t time_us) {
    const int64_t local_us = clock_.ToLocal(time_us);
    const int64_t offset_us = local_us - time_us;
    const int64_t local_start_us = LocalStart(local_us);
    if (local_start_us == local_start_us_ && offset_us == offset_us_) {
      return start_us_;
    }
    const LocalClock::Instants instants = clock_.FromLocal(local_start_us);
    // A repeated midnight does not begin a second day.
    const bool is_second = days_ == 0 && instants.last_us <= time_us;
    const int64_t start_us = is_second ? instants.last_us : instants.first_us;
    // When clocks go back, they show again what belongs to a period that began
    // before the last one; what follows is still part of the last one.
    start_us_ = std::max(start_us_, start_us);
    local_start_us_ = local_start_us;
    offset_us_ = offset_us;
    return start_us_;
  }

  /// When the period that begins at `start_us`, and was asked for last, ends:
  /// the begin of the next one, which is that of the first of the times at
  /// which it may be over and that belong to another one.
  int64_t EndOf(int64_t start_us) const {
    const int64_t local_start_us = local_start_us_;
    const int64_t length_us = days_ > 0 ? days_ * kMicrosPerDay : length_us_;
    const int64_t midnight =
        (FloorDivide(local_start_us, kMicrosPerDay) + 1) * kMicrosPerDay;
    const int64_t local_end_us =
        days_ > 0 ? local_start_us + length_us
                  : std::min(local_start_us + length_us, midnight);
    Periods copy = *this;
    const LocalClock::Instants instants = copy.clock_.FromLocal(local_end_us);
    std::array<int64_t, 3> ends = {start_us + length_us, instants.first_us,
                                   instants.last_us};
    std::sort(ends.begin(), ends.end());
    for (const int64_t end_us : ends) {
      if (end_us <= start_us) continue;
      const int64_t next_us = copy.StartOf(end_us);
      if (next_us > start_us) return next_us;
    }
    return ends.back();
  }

 private:
  int64_t LocalStart(int64_t local_us) const {
    const int64_t day = FloorDivide(local_us, kMicrosPerDay);
    if (days_ > 0) {
      const int64_t period = FloorDivide(day - first_day_, days_);
      return (first_day_ + period * days_) * kMicrosPerDay;
    }
    const int64_t midnight = day * kMicrosPerDay;
    return midnight + (local_us - midnight) / length_us_ * length_us_;
  }

  LocalClock clock_;
  const int64_t length_us_;
  /// Length in days; 0 for periods within a day.
  const int64_t days_;
  const int64_t first_day_;
  /// The last period, where it begins on the clock, and the clock's offset.
  int64_t start_us_ = std::numeric_limits<int64_t>::min();
  int64_t local_start_us_ = std::numeric_limits<int64_t>::min();
  int64_t offset_us_ = 0;
};

void BeginBar(const BarSeries::View& columns, size_t i, int64_t label_us,
              BarSeries::Columns& result) {
  result.time_us.push_back(label_us);
  result.open.push_back(columns.open[i]);
  result.high.push_back(columns.high[i]);
  result.low.push_back(columns.low[i]);
  result.close.push_back(columns.close[i]);
  if (!columns.volume.empty()) result.volume.push_back(columns.volume[i]);
}

void ExtendBar(const BarSeries::View& columns, size_t i,
               BarSeries::Columns& result) {
  result.high.back() = std::max(result.high.back(), columns.high[i]);
  result.low.back() = std::min(result.low.back(), columns.low[i]);
  result.close.back() = columns.close[i];
  if (!columns.volume.empty()) result.volume.back() += columns.volume[i];
}

}  // namespace

int64_t SmallestDistance(std::span<const int64_t> times_us, LocalClock clock) {
  CHECK(times_us.size() >= 2);
  int64_t in_time = std::numeric_limits<int64_t>::max();
  int64_t on_clock = in_time;
  int64_t local_before = clock.ToLocal(times_us[0]);
  for (size_t i = 1; i < times_us.size(); ++i) {
    const int64_t local = clock.ToLocal(times_us[i]);
    in_time = std::min(in_time, times_us[i] - times_us[i - 1]);
    on_clock = std::min(on_clock, local - local_before);
    local_before = local;
  }
  return std::max(in_time, on_clock);
}

// Our own loop instead of DuckDB's GROUP BY, whose sums of doubles depend on
// the order in which its threads meet: equal input must give equal bits.
absl::StatusOr<BarSeries::Columns> Resample(const BarSeries::View& columns,
                                            Timeframe timeframe,
                                            LocalClock clock,
                                            const std::stop_token& stop,
                                            PeriodRule rule) {
  constexpr size_t kRowsBetweenLooks = 65'536;
  // What is closed on the right ends with the last microsecond before the next.
  const int64_t shift_us = rule.closed == PeriodEdge::kRight ? 1 : 0;
  Periods periods(timeframe, clock);
  BarSeries::Columns result;
  int64_t start_us = 0;
  for (size_t i = 0; i < columns.rows(); ++i) {
    if (i % kRowsBetweenLooks == 0 && stop.stop_requested()) {
      return absl::CancelledError("cancelled");
    }
    const int64_t period_us = periods.StartOf(columns.time_us[i] - shift_us);
    const bool is_new = result.time_us.empty() || period_us != start_us;
    start_us = period_us;
    if (is_new) {
      const int64_t label_us =
          rule.label == PeriodEdge::kRight ? periods.EndOf(start_us) : start_us;
      BeginBar(columns, i, label_us, result);
    } else {
      ExtendBar(columns, i, result);
    }
  }
  return result;
}

}  // namespace admf
