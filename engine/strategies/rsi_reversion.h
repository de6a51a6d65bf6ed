#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against extremes of the relative strength index.
StrategyDefinition RsiReversion();

}  // namespace admf
