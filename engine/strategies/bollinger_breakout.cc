#include "engine/strategies/bollinger_breakout.h"

#include "engine/indicators/bollinger.h"
#include "engine/strategies/band_strategies.h"

namespace admf {

StrategyDefinition BollingerBreakout() {
  return BandBreakout<Bollinger>("bollinger_breakout", "Bollinger band");
}

}  // namespace admf
