#include "engine/strategies/mfi_reversion.h"

#include "engine/indicators/conventions.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/oscillator_reversion.h"

namespace admf {

StrategyDefinition MfiReversion() {
  return DefineOscillatorReversion(
      {.name = "mfi_reversion",
       .oscillator = "money flow index",
       .parameters = {PeriodParameter(
           "period", 14, "Length of the money flow index, in bars.")},
       .create = [](const ParameterSet& parameters) {
         return CreateOscillatorReversion(
             IndicatorWith("mfi", parameters, {"period"}), parameters);
       }});
}

}  // namespace admf
