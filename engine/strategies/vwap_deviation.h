#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against distances from the volume-weighted average price.
StrategyDefinition VwapDeviation();

}  // namespace admf
