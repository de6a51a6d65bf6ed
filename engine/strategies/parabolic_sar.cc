#include "engine/strategies/parabolic_sar.h"

#include <memory>
#include <vector>

#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition ParabolicSarStrategy() {
  return {
      .name = "parabolic_sar",
      .description =
          "Long where the parabolic stop and reverse changes to the "
          "long side, short where it changes to the short side; from "
          "the first change on.",
      .parameters = {ParameterDefinition::Real(
                         "acceleration_step", 0.02, 0.0, 1.0,
                         "Acceleration of the stop at the beginning, and what "
                         "a new extreme adds to it."),
                     ParameterDefinition::Real("acceleration_maximum", 0.2, 0.0,
                                               1.0,
                                               "The highest acceleration.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("parabolic_sar", parameters,
                              {"acceleration_step", "acceleration_maximum"})},
            SeriesInput::Output(0, 1), SeriesInput::Level(0));
      },
      .check = nullptr,
  };
}

}  // namespace admf
