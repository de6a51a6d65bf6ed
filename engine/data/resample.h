#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/local_clock.h"
#include "engine/data/period_rule.h"
#include "engine/data/timeframe.h"

namespace admf {

/// The distance of neighbouring bars, in microseconds: the smallest one in the
/// file. Where clock changes make the smallest distance in time and the
/// smallest distance on the clock differ, the larger one: days are 24 hours
/// apart on the clock, and hours are one hour apart in time. `times_us`
/// increases and has at least two values.
int64_t SmallestDistance(std::span<const int64_t> times_us, LocalClock clock);

/// Makes coarser bars: the first open, the highest high, the lowest low, the
/// last close and the sum of the volumes of the bars that lie in each period,
/// labelled with one of its ends. Periods without bars make no bar.
///
/// A period begins whenever the clock reaches, or jumps over, a multiple of the
/// timeframe counted from midnight; periods of days are counted from
/// 1970-01-01, weeks from Monday, 1970-01-05. So an hour that clocks repeat in
/// autumn makes two hourly bars, and the day one of 25 hours. A period ends
/// where the next one begins.
///
/// `columns` has the invariants of BarSeries; the timeframe is shorter than a
/// day or a whole number of days. CANCELLED if `stop` is requested.
absl::StatusOr<BarSeries::Columns> Resample(const BarSeries::View& columns,
                                            Timeframe timeframe,
                                            LocalClock clock,
                                            const std::stop_token& stop,
                                            PeriodRule rule = {});

}  // namespace admf
