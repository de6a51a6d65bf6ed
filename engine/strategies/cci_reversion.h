#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against extremes of the commodity channel index.
StrategyDefinition CciReversion();

}  // namespace admf
