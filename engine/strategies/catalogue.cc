#include "engine/strategies/catalogue.h"

#include "engine/strategies/bollinger_reversion.h"
#include "engine/strategies/buy_and_hold.h"
#include "engine/strategies/ema_crossover.h"
#include "engine/strategies/ensemble.h"
#include "engine/strategies/macd_crossover.h"
#include "engine/strategies/rsi_reversion.h"
#include "engine/strategies/rules.h"
#include "engine/strategies/sma_crossover.h"

namespace admf {

std::span<const StrategyDefinition> StrategyCatalogue() {
  static const auto* const catalogue = new std::vector<StrategyDefinition>{
      BollingerReversion(), BuyAndHold(),   EmaCrossover(), Ensemble(),
      MacdCrossover(),      RsiReversion(), Rules(),        SmaCrossover(),
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
