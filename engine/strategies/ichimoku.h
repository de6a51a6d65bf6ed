#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With closes outside the Ichimoku cloud.
StrategyDefinition IchimokuStrategy();

}  // namespace admf
