#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With the trend of supertrend.
StrategyDefinition SupertrendStrategy();

}  // namespace admf
