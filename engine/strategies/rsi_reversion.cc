#include "engine/strategies/rsi_reversion.h"

#include "engine/indicators/conventions.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/oscillator_reversion.h"

namespace admf {

StrategyDefinition RsiReversion() {
  return DefineOscillatorReversion(
      {.name = "rsi_reversion",
       .oscillator = "relative strength index",
       .parameters = {PeriodParameter(
           "period", 14, "Length of the relative strength index, in bars.")},
       .default_oversold = 30,
       .default_overbought = 70,
       .create = [](const ParameterSet& parameters) {
         return CreateOscillatorReversion(
             IndicatorWith("rsi", parameters, {"period"}), parameters);
       }});
}

}  // namespace admf
