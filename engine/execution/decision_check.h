#pragma once

#include <span>

#include "absl/status/status.h"
#include "engine/data/bars.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// INVALID_ARGUMENT, naming the bars, unless the bars of `decisions` strictly
/// increase and are bars of the series.
absl::Status CheckDecisions(const BarSeries& bars,
                            std::span<const Decision> decisions);

}  // namespace admf
