#include "engine/strategies/keltner_breakout.h"

#include "engine/indicators/keltner.h"
#include "engine/strategies/band_strategies.h"

namespace admf {

StrategyDefinition KeltnerBreakout() {
  return BandBreakout<Keltner>("keltner_breakout",
                               "band of the Keltner channel");
}

}  // namespace admf
