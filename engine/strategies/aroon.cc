#include "engine/strategies/aroon.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition AroonStrategy() {
  return {
      .name = "aroon",
      .description =
          "Long where aroon up crosses above aroon down, short where it "
          "crosses below.",
      .parameters = {PeriodParameter("period", 25,
                                     "Number of bars to look back.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("aroon", parameters, {"period"})},
            SeriesInput::Output(0, 0), SeriesInput::Output(0, 1));
      },
      .check = nullptr,
  };
}

}  // namespace admf
