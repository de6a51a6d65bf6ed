#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With closes outside the Keltner channel.
StrategyDefinition KeltnerBreakout();

}  // namespace admf
