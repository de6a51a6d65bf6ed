#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With the direction of the on-balance volume.
StrategyDefinition ObvTrend();

}  // namespace admf
