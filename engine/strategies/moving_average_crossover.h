#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/catalog/parameter.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What tells one crossover of two moving averages from another one.
struct MovingAverageCrossover {
  /// Of the strategy.
  std::string name;
  /// Of the average, for people: "simple".
  std::string kind;
  int64_t default_fast_period;
  int64_t default_slow_period;
  std::unique_ptr<Strategy> (*create)(const ParameterSet& parameters);
};

/// A strategy with parameters fast_period < slow_period that is long where the
/// fast average of the close crosses above the slow one, and short where it
/// crosses below.
StrategyDefinition DefineMovingAverageCrossover(
    const MovingAverageCrossover& crossover);

/// For `create`: the strategy over an indicator with the parameter period.
std::unique_ptr<Strategy> CreateMovingAverageCrossover(
    const std::string& indicator, const ParameterSet& parameters);

}  // namespace admf
