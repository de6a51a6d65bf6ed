#include "engine/strategies/vortex.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition VortexStrategy() {
  return {
      .name = "vortex",
      .description =
          "Long where the plus line of the vortex indicator crosses "
          "above the minus line, short where it crosses below.",
      .parameters = {PeriodParameter("period", 14,
                                     "Number of bars in the sums.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("vortex", parameters, {"period"})},
            SeriesInput::Output(0, 0), SeriesInput::Output(0, 1));
      },
      .check = nullptr,
  };
}

}  // namespace admf
