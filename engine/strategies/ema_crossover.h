#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Two exponential moving averages of the close that cross.
StrategyDefinition EmaCrossover();

}  // namespace admf
