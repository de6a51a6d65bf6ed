#include "engine/strategies/roc_threshold.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition RocThreshold() {
  return {
      .name = "roc_threshold",
      .description =
          "Long where the rate of change over `period` bars crosses "
          "above `threshold` percent, short where it crosses below "
          "-`threshold`, flat where it is back at 0 or beyond it.",
      .parameters = {PeriodParameter("period", 10,
                                     "Number of bars to look back."),
                     ParameterDefinition::Real(
                         "threshold", 5.0, 0.0, 1'000.0,
                         "Rate of change that is a trend, in percent.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        const double threshold = parameters.GetReal("threshold");
        return std::make_unique<BreakoutStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("roc", parameters, {"period"})},
            FollowerInputs{.value = SeriesInput::Output(0, 0),
                           .lower = SeriesInput::Level(-threshold),
                           .exit = SeriesInput::Level(0),
                           .upper = SeriesInput::Level(threshold)});
      },
      .check = nullptr,
  };
}

}  // namespace admf
