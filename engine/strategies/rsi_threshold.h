#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Between two levels of the relative strength index.
StrategyDefinition RsiThreshold();

}  // namespace admf
