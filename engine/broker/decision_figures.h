#pragma once

#include <cstdint>
#include <optional>

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/indicators/atr.h"

namespace admf {

/// What volatility_target and atr_risk look at when an entry is decided: the
/// volatility of a year or the average true range, from the bars up to the
/// decision's. Goes through the bars as decisions come; keeps no column.
///
/// Not thread-safe.
class DecisionFigures {
 public:
  /// `bars` outlive it.
  DecisionFigures(const BarSeries& bars, const Sizing& sizing);

  /// At the close of `bar`; NaN while there are too few bars, and 0 for a rule
  /// that looks at nothing. Successive calls take increasing bars.
  double At(int64_t bar);

 private:
  double VolatilityAt(int64_t bar) const;

  const BarSeries& bars_;
  const Sizing sizing_;
  std::optional<Atr> atr_;
  /// The first bar that the average has not seen, and the average before it.
  int64_t next_bar_ = 0;
  double average_ = 0;
};

}  // namespace admf
