#include "engine/strategies/bollinger_reversion.h"

#include "engine/indicators/conventions.h"
#include "engine/strategies/band_strategies.h"
#include "engine/strategies/indicator_with.h"

namespace admf {

StrategyDefinition BollingerReversion() {
  return {
      .name = "bollinger_reversion",
      .description = DescribeBandReversion("Bollinger band"),
      .parameters = {PeriodParameter("period", 20,
                                     "Number of closes in the bands.", 2),
                     ParameterDefinition::Real(
                         "deviations", 2.0, 0.0, 100.0,
                         "Distance of the bands from the middle, in standard "
                         "deviations.")},
      .create =
          [](const ParameterSet& parameters) {
            return CreateBandReversion(IndicatorWith("bollinger", parameters,
                                                     {"period", "deviations"}));
          },
      .check = nullptr,
  };
}

}  // namespace admf
