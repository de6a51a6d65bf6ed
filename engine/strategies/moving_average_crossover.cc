#include "engine/strategies/moving_average_crossover.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/require_less.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition DefineMovingAverageCrossover(
    const MovingAverageCrossover& crossover) {
  return {
      .name = crossover.name,
      .description =
          absl::StrCat("Long where the fast ", crossover.kind,
                       " moving average of the close crosses above "
                       "the slow one, short where it crosses below."),
      .parameters = {PeriodParameter(
                         "fast_period", crossover.default_fast_period,
                         "Length of the fast average, in bars; less than "
                         "slow_period."),
                     PeriodParameter("slow_period",
                                     crossover.default_slow_period,
                                     "Length of the slow average, in bars.")},
      .create = crossover.create,
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireLess(parameters, "fast_period", "slow_period", problems);
          },
  };
}

std::unique_ptr<Strategy> CreateMovingAverageCrossover(
    const std::string& indicator, const ParameterSet& parameters) {
  const int64_t fast = parameters.GetInteger("fast_period");
  const int64_t slow = parameters.GetInteger("slow_period");
  return std::make_unique<CrossoverStrategy>(
      std::vector<IndicatorSpec>{{indicator, {{"period", fast}}},
                                 {indicator, {{"period", slow}}}},
      SeriesInput::Output(0, 0), SeriesInput::Output(1, 0));
}

}  // namespace admf
