#include "engine/strategies/momentum.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition MomentumStrategy() {
  return {
      .name = "momentum",
      .description =
          "Long where the momentum (close - close `period` bars ago) "
          "crosses above 0, short where it crosses below.",
      .parameters = {PeriodParameter("period", 10,
                                     "Number of bars to look back.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("momentum", parameters, {"period"})},
            SeriesInput::Output(0, 0), SeriesInput::Level(0));
      },
      .check = nullptr,
  };
}

}  // namespace admf
