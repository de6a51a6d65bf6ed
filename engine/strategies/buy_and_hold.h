#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Long from the first bar on: what other strategies are measured against.
StrategyDefinition BuyAndHold();

}  // namespace admf
