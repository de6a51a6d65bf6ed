#include "engine/strategies/cci_reversion.h"

#include "engine/strategies/indicator_with.h"
#include "engine/strategies/oscillator_reversion.h"

namespace admf {

StrategyDefinition CciReversion() {
  return DefineOscillatorReversion(
      {.name = "cci_reversion",
       .oscillator = "commodity channel index",
       .parameters = {ParameterDefinition::Integer(
           "period", 20, 1, 10'000,
           "Number of bars in the commodity channel index.")},
       .lowest = -1'000,
       .highest = 1'000,
       .default_oversold = -100,
       .default_exit = 0,
       .default_overbought = 100,
       .create = [](const ParameterSet& parameters) {
         return CreateOscillatorReversion(
             IndicatorWith("cci", parameters, {"period"}), parameters);
       }});
}

}  // namespace admf
