#include "engine/strategies/ema_crossover.h"

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/require_less.h"

namespace admf {

StrategyDefinition EmaCrossover() {
  return {
      .name = "ema_crossover",
      .description =
          "Long where the fast exponential moving average of the close crosses "
          "above "
          "the slow one, short where it crosses below.",
      .parameters = {PeriodParameter(
                         "fast_period", 12,
                         "Length of the fast average, in bars; less than "
                         "slow_period."),
                     PeriodParameter("slow_period", 26,
                                     "Length of the slow average, in bars.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        const int64_t fast = parameters.GetInteger("fast_period");
        const int64_t slow = parameters.GetInteger("slow_period");
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{{"ema", {{"period", fast}}},
                                       {"ema", {{"period", slow}}}},
            CrossoverStrategy::Series{.indicator = 0, .output = 0},
            CrossoverStrategy::Series{.indicator = 1, .output = 0});
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireLess(parameters, "fast_period", "slow_period", problems);
          },
  };
}

}  // namespace admf
