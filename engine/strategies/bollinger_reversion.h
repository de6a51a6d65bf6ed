#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against closes outside the Bollinger bands.
StrategyDefinition BollingerReversion();

}  // namespace admf
