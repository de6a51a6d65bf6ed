#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With the direction of the momentum.
StrategyDefinition MomentumStrategy();

}  // namespace admf
