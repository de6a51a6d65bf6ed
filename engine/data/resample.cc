#include "engine/data/resample.h"

#include <algorithm>
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

void BeginBar(const BarSeries::Columns& columns, size_t i, int64_t start_us,
              BarSeries::Columns& result) {
  result.time_us.push_back(start_us);
  result.open.push_back(columns.open[i]);
  result.high.push_back(columns.high[i]);
  result.low.push_back(columns.low[i]);
  result.close.push_back(columns.close[i]);
  if (!columns.volume.empty()) result.volume.push_back(columns.volume[i]);
}

void ExtendBar(const BarSeries::Columns& columns, size_t i,
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
absl::StatusOr<BarSeries::Columns> Resample(const BarSeries::Columns& columns,
                                            Timeframe timeframe,
                                            LocalClock clock,
                                            const std::stop_token& stop) {
  constexpr size_t kRowsBetweenLooks = 65'536;
  Periods periods(timeframe, clock);
  BarSeries::Columns result;
  for (size_t i = 0; i < columns.time_us.size(); ++i) {
    if (i % kRowsBetweenLooks == 0 && stop.stop_requested()) {
      return absl::CancelledError("cancelled");
    }
    const int64_t start_us = periods.StartOf(columns.time_us[i]);
    const bool is_new =
        result.time_us.empty() || start_us != result.time_us.back();
    if (is_new) {
      BeginBar(columns, i, start_us, result);
    } else {
      ExtendBar(columns, i, result);
    }
  }
  return result;
}

}  // namespace admf
