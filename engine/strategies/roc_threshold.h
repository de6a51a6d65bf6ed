#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With large rates of change.
StrategyDefinition RocThreshold();

}  // namespace admf
