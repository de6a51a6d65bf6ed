#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against closes outside the Keltner channel.
StrategyDefinition KeltnerReversion();

}  // namespace admf
