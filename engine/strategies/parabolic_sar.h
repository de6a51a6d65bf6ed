#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Stop and reverse.
StrategyDefinition ParabolicSarStrategy();

}  // namespace admf
