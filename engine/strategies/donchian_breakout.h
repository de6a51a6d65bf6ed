#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With closes outside the Donchian channel.
StrategyDefinition DonchianBreakout();

}  // namespace admf
