#include "engine/strategies/vwap_deviation.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition VwapDeviation() {
  return {
      .name = "vwap_deviation",
      .description =
          "Long where the close crosses below the volume-weighted "
          "average price less `deviation` of it, short where it crosses "
          "above that price plus `deviation` of it, flat where it is "
          "back at it or beyond.",
      .parameters =
          {PeriodParameter(
               "period", 20,
               "Number of bars in the average price; 0: since the beginning of "
               "the day, for bars that are shorter than a day.",
               0),
           ParameterDefinition::Real(
               "deviation", 0.02, 0.0, 1.0,
               "Distance from the average price, as a fraction of it.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        const double deviation = parameters.GetReal("deviation");
        return std::make_unique<ReversionStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("vwap", parameters, {"period"})},
            FollowerInputs{.value = SeriesInput::Close(),
                           .lower = SeriesInput::Output(0, 0, 1 - deviation),
                           .exit = SeriesInput::Output(0, 0),
                           .upper = SeriesInput::Output(0, 0, 1 + deviation)});
      },
      .check = nullptr,
  };
}

}  // namespace admf
