#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/strategies/strategy.h"

// Decisions of strategies for tests.

namespace admf {

/// The decisions of a strategy of the catalogue; a failure is fatal.
std::vector<Decision> DecisionsOf(
    const std::string& strategy,
    const std::map<std::string, ParameterValue>& parameters,
    const std::shared_ptr<const BarSeries>& bars);

/// What is wrong with parameters of a strategy, as "name: description".
std::vector<std::string> ProblemsOf(
    const std::string& strategy,
    const std::map<std::string, ParameterValue>& parameters);

}  // namespace admf
