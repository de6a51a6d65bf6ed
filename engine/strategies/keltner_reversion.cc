#include "engine/strategies/keltner_reversion.h"

#include "engine/indicators/keltner.h"
#include "engine/strategies/band_strategies.h"

namespace admf {

StrategyDefinition KeltnerReversion() {
  return BandReversion<Keltner>("keltner_reversion",
                                "band of the Keltner channel");
}

}  // namespace admf
