#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What tells one reversion of an oscillator from another one.
struct OscillatorReversion {
  /// Of the strategy.
  std::string name;
  /// Of the oscillator, for people: "relative strength index".
  std::string oscillator;
  /// Those of the oscillator.
  std::vector<ParameterDefinition> parameters;
  /// Its range, as far as levels may go.
  double lowest = 0;
  double highest = 100;
  double default_oversold = 20;
  double default_exit = 50;
  double default_overbought = 80;
  std::unique_ptr<Strategy> (*create)(const ParameterSet& parameters);
};

/// A strategy with parameters oversold < exit < overbought that goes against
/// extremes of an oscillator: see ReversionFollower.
StrategyDefinition DefineOscillatorReversion(OscillatorReversion reversion);

/// For `create`: the strategy over the first output of an indicator.
std::unique_ptr<Strategy> CreateOscillatorReversion(
    IndicatorSpec indicator, const ParameterSet& parameters);

}  // namespace admf
