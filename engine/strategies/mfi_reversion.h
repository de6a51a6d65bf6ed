#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against extremes of the money flow index.
StrategyDefinition MfiReversion();

}  // namespace admf
