#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With closes outside the Bollinger bands.
StrategyDefinition BollingerBreakout();

}  // namespace admf
