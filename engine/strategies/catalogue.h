#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// All strategies, sorted by name. Constant.
std::span<const StrategyDefinition> StrategyCatalogue();

/// nullptr if there is none of that name.
const StrategyDefinition* FindStrategy(std::string_view name);

/// Resolves parameters against a definition and its check, which looks at them
/// only if each one for itself is well; see ParameterSet::Resolve.
ParameterSet ResolveStrategyParameters(
    const StrategyDefinition& definition,
    const std::map<std::string, ParameterValue>& given,
    std::vector<ParameterProblem>* problems);

}  // namespace admf
