#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Against extremes of the stochastic oscillator.
StrategyDefinition StochasticReversion();

}  // namespace admf
