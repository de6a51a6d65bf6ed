#include "tests/unit/engine/strategies/test_decisions.h"

#include <memory>
#include <stop_token>
#include <utility>

#include "engine/base/check.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/strategies/catalogue.h"

namespace admf {

std::vector<Decision> DecisionsOf(
    const std::string& strategy,
    const std::map<std::string, ParameterValue>& parameters,
    const std::shared_ptr<const BarSeries>& bars) {
  const StrategyDefinition* definition = FindStrategy(strategy);
  CHECK(definition != nullptr);
  std::vector<ParameterProblem> problems;
  const auto resolved =
      ResolveStrategyParameters(*definition, parameters, &problems);
  CHECK(problems.empty());
  ComputingIndicatorSource indicators;
  auto decisions = DecideAll(*definition->create(resolved), bars, indicators,
                             std::stop_token());
  CHECK(decisions.ok());
  return *std::move(decisions);
}

std::vector<std::string> ProblemsOf(
    const std::string& strategy,
    const std::map<std::string, ParameterValue>& parameters) {
  const StrategyDefinition* definition = FindStrategy(strategy);
  CHECK(definition != nullptr);
  std::vector<ParameterProblem> problems;
  ResolveStrategyParameters(*definition, parameters, &problems);
  std::vector<std::string> texts;
  for (const auto& problem : problems) {
    texts.push_back(problem.name + ": " + problem.description);
  }
  return texts;
}

}  // namespace admf
