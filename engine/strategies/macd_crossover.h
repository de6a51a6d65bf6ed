#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// MACD that crosses its signal line.
StrategyDefinition MacdCrossover();

}  // namespace admf
