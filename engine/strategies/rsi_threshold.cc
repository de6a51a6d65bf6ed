#include "engine/strategies/rsi_threshold.h"

#include <memory>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/require_less.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition RsiThreshold() {
  return {
      .name = "rsi_threshold",
      .description =
          "Long where the relative strength index crosses below "
          "`oversold`, short where it crosses above `overbought`, and "
          "as before anywhere else: rsi_reversion without an exit.",
      .parameters =
          {PeriodParameter("period", 14,
                           "Length of the relative strength index, in bars."),
           ParameterDefinition::Real(
               "oversold", 30, 0, 100,
               "Level below which a rise is expected; less than overbought."),
           ParameterDefinition::Real("overbought", 70, 0, 100,
                                     "Level above which a fall is expected.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<ReversionStrategy>(
            std::vector<IndicatorSpec>{
                IndicatorWith("rsi", parameters, {"period"})},
            FollowerInputs{
                .value = SeriesInput::Output(0, 0),
                .lower = SeriesInput::Level(parameters.GetReal("oversold")),
                .exit = SeriesInput::Level(kUndefined),
                .upper = SeriesInput::Level(parameters.GetReal("overbought"))});
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireLess(parameters, "oversold", "overbought", problems);
          },
  };
}

}  // namespace admf
