#pragma once

#include <cstddef>
#include <vector>

#include "engine/metrics/equity_clock.h"

namespace admf {

/// How often returns are taken: bar by bar for daily and coarser bars; once a
/// day, from last bar to last bar of the local day (EquityClock::timezone), for
/// finer ones, whose returns are too alike within a day to be annualised.
bool SampledDaily(const EquityClock& clock);

/// The last bar of each local day, in order.
std::vector<size_t> LastBarsOfDays(const EquityClock& clock);

/// Return periods in a year, where the user didn't say:
///
/// - one day (and intraday bars, which are sampled daily): 252, the usual
/// number
///   of trading days; 365 where weekends are traded, which is when more than a
///   fifth of the first 1,000 days are Saturdays or Sundays (two in seven if
///   they all are; one in six where a week opens on Sunday evening);
/// - n > 1 days: 365.25 / n;
/// - n weeks: 52 / n.
///
/// Bars of more than a day are counted where that differs by more than 2 % from
/// the nominal number: (bars - 1) / years from the first one to the last (of
/// 365.25 days). A timeframe found by the smallest distance is too short for
/// weeks that end on a Thursday once, and for months.
double DefaultPeriodsPerYear(const EquityClock& clock);

}  // namespace admf
