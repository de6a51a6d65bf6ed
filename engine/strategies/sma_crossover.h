#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Two simple moving averages of the close that cross.
StrategyDefinition SmaCrossover();

}  // namespace admf
