#include "engine/strategies/macd_crossover.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/require_less.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition MacdCrossover() {
  return {
      .name = "macd_crossover",
      .description =
          "Long where MACD (the fast exponential average of the close less the "
          "slow one) crosses above its signal line, short where it crosses "
          "below.",
      .parameters = {PeriodParameter("fast_period", 12,
                                     "Length of the fast average, in bars; "
                                     "less than slow_period."),
                     PeriodParameter("slow_period", 26,
                                     "Length of the slow average, in bars."),
                     PeriodParameter("signal_period", 9,
                                     "Length of the exponential average of "
                                     "MACD that is the signal line.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("macd", parameters,
                              {"fast_period", "slow_period", "signal_period"})},
            SeriesInput::Output(0, 0), SeriesInput::Output(0, 1));
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireLess(parameters, "fast_period", "slow_period", problems);
          },
  };
}

}  // namespace admf
