#include "engine/strategies/stochastic_reversion.h"

#include <cstdint>
#include <utility>

#include "engine/indicators/conventions.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/oscillator_reversion.h"

namespace admf {

StrategyDefinition StochasticReversion() {
  return DefineOscillatorReversion(
      {.name = "stochastic_reversion",
       .oscillator = "stochastic %K",
       .parameters = {PeriodParameter(
                          "k_period", 14,
                          "Number of bars of the highest high and lowest low."),
                      PeriodParameter(
                          "k_smoothing", 3,
                          "Length of the average that makes %K, in bars.")},
       .create = [](const ParameterSet& parameters) {
         IndicatorSpec stochastic = IndicatorWith("stochastic", parameters,
                                                  {"k_period", "k_smoothing"});
         // %D isn't looked at, and so isn't waited for.
         stochastic.parameters["d_period"] = int64_t{1};
         return CreateOscillatorReversion(std::move(stochastic), parameters);
       }});
}

}  // namespace admf
