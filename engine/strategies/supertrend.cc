#include "engine/strategies/supertrend.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/crossover_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition SupertrendStrategy() {
  return {
      .name = "supertrend",
      .description =
          "Long where supertrend turns up (a close above its upper "
          "band), short where it turns down (a close below its lower "
          "band); from the first turn on.",
      .parameters = {PeriodParameter(
                         "period", 10,
                         "Length of the average true range, in bars."),
                     ParameterDefinition::Real(
                         "multiplier", 3.0, 0.0, 100.0,
                         "Distance of the bands from the middle of a bar, in "
                         "average true ranges.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CrossoverStrategy>(
            std::vector<IndicatorSpec>{IndicatorWith("supertrend", parameters,
                                                     {"period", "multiplier"})},
            SeriesInput::Output(0, 1), SeriesInput::Level(0));
      },
      .check = nullptr,
  };
}

}  // namespace admf
