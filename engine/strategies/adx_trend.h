#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// With strong trends of the directional index.
StrategyDefinition AdxTrend();

}  // namespace admf
