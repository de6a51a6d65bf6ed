#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Aroon lines that cross.
StrategyDefinition AroonStrategy();

}  // namespace admf
