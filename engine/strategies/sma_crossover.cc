#include "engine/strategies/sma_crossover.h"

#include "engine/strategies/moving_average_crossover.h"

namespace admf {

StrategyDefinition SmaCrossover() {
  return DefineMovingAverageCrossover(
      {.name = "sma_crossover",
       .kind = "simple",
       .default_fast_period = 10,
       .default_slow_period = 30,
       .create = [](const ParameterSet& parameters) {
         return CreateMovingAverageCrossover("sma", parameters);
       }});
}

}  // namespace admf
