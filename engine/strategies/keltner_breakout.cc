#include "engine/strategies/keltner_breakout.h"

#include "engine/indicators/conventions.h"
#include "engine/strategies/band_strategies.h"
#include "engine/strategies/indicator_with.h"

namespace admf {

StrategyDefinition KeltnerBreakout() {
  return {
      .name = "keltner_breakout",
      .description = DescribeBandBreakout("band of the Keltner channel"),
      .parameters =
          {PeriodParameter(
               "period", 20,
               "Length of the exponential average that is the middle."),
           ParameterDefinition::Real("multiplier", 2.0, 0.0, 100.0,
                                     "Distance of the bands from the middle, "
                                     "in average true ranges."),
           PeriodParameter("atr_period", 10,
                           "Length of the average true range, in bars.")},
      .create =
          [](const ParameterSet& parameters) {
            return CreateBandBreakout(IndicatorWith(
                "keltner", parameters, {"period", "multiplier", "atr_period"}));
          },
      .check = nullptr,
  };
}

}  // namespace admf
