#include "engine/strategies/bollinger_reversion.h"

#include "engine/indicators/bollinger.h"
#include "engine/strategies/band_strategies.h"

namespace admf {

StrategyDefinition BollingerReversion() {
  return BandReversion<Bollinger>("bollinger_reversion", "Bollinger band");
}

}  // namespace admf
