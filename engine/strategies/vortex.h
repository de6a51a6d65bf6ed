#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Vortex lines that cross.
StrategyDefinition VortexStrategy();

}  // namespace admf
