#include "engine/strategies/catalogue.h"

#include "engine/strategies/adx_trend.h"
#include "engine/strategies/aroon.h"
#include "engine/strategies/bollinger_breakout.h"
#include "engine/strategies/bollinger_reversion.h"
#include "engine/strategies/buy_and_hold.h"
#include "engine/strategies/cci_reversion.h"
#include "engine/strategies/donchian_breakout.h"
#include "engine/strategies/ema_crossover.h"
#include "engine/strategies/ensemble.h"
#include "engine/strategies/ichimoku.h"
#include "engine/strategies/keltner_breakout.h"
#include "engine/strategies/keltner_reversion.h"
#include "engine/strategies/macd_crossover.h"
#include "engine/strategies/mfi_reversion.h"
#include "engine/strategies/momentum.h"
#include "engine/strategies/obv_trend.h"
#include "engine/strategies/parabolic_sar.h"
#include "engine/strategies/roc_threshold.h"
#include "engine/strategies/rsi_reversion.h"
#include "engine/strategies/rsi_threshold.h"
#include "engine/strategies/rules.h"
#include "engine/strategies/sma_crossover.h"
#include "engine/strategies/stochastic_reversion.h"
#include "engine/strategies/supertrend.h"
#include "engine/strategies/vortex.h"
#include "engine/strategies/vwap_deviation.h"

namespace admf {

std::span<const StrategyDefinition> StrategyCatalogue() {
  static const auto* const catalogue = new std::vector<StrategyDefinition>{
      AdxTrend(),           AroonStrategy(),        BollingerBreakout(),
      BollingerReversion(), BuyAndHold(),           CciReversion(),
      DonchianBreakout(),   EmaCrossover(),         Ensemble(),
      IchimokuStrategy(),   KeltnerBreakout(),      KeltnerReversion(),
      MacdCrossover(),      MfiReversion(),         MomentumStrategy(),
      ObvTrend(),           ParabolicSarStrategy(), RocThreshold(),
      RsiReversion(),       RsiThreshold(),         Rules(),
      SmaCrossover(),       StochasticReversion(),  SupertrendStrategy(),
      VortexStrategy(),     VwapDeviation(),
  };
  return *catalogue;
}

const StrategyDefinition* FindStrategy(std::string_view name) {
  for (const auto& definition : StrategyCatalogue()) {
    if (definition.name == name) return &definition;
  }
  return nullptr;
}

ParameterSet ResolveStrategyParameters(
    const StrategyDefinition& definition,
    const std::map<std::string, ParameterValue>& given,
    std::vector<ParameterProblem>* problems) {
  const size_t before = problems->size();
  ParameterSet parameters = ParameterSet::Resolve(
      definition.parameters, given, problems, definition.other_parameters);
  if (problems->size() == before && definition.check != nullptr) {
    definition.check(parameters, problems);
  }
  return parameters;
}

}  // namespace admf
