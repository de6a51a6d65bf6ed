#include "engine/strategies/ema_crossover.h"

#include "engine/strategies/moving_average_crossover.h"

namespace admf {

StrategyDefinition EmaCrossover() {
  return DefineMovingAverageCrossover(
      {.name = "ema_crossover",
       .kind = "exponential",
       .default_fast_period = 12,
       .default_slow_period = 26,
       .create = [](const ParameterSet& parameters) {
         return CreateMovingAverageCrossover("ema", parameters);
       }});
}

}  // namespace admf
