#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/data/bars.h"
#include "engine/data/local_clock.h"

namespace admf {

/// Something about bars that deserves a look. A value type.
struct BarFinding {
  /// How many times are named.
  static constexpr size_t kNamed = 10;

  /// `zero_volume`, `repeated_close`, `jump` or `outlier`.
  std::string kind;
  int64_t count = 0;
  /// Starts of the first kNamed of them.
  std::vector<int64_t> first_us;
  /// One sentence with the number and the first times.
  std::string description;
};

/// Looks for what errors in data look like; all of it can be real as well.
/// Kinds that don't occur are not in the result.
///
///   zero_volume     bars without volume, in a series that has volumes
///   repeated_close  runs of at least 5 bars with the same close, named by
///   their
///                   first bar: a feed that hung
///   jump            closes that differ from the one before by more than 25 %:
///   a
///                   split that is not adjusted for
///   outlier         closes that stand off: their change from the one before is
///                   more than 10 times the median change, and the next bar
///                   takes at least half of it back: a wrong print; none where
///                   the median is 0
///
/// Changes are absolute values of close / close before - 1. Times are shown as
/// `clock` shows them.
std::vector<BarFinding> InspectBars(const BarSeries& bars, LocalClock clock);

}  // namespace admf
