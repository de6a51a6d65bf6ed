#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"

namespace admf {

/// Appends a problem of `smaller` unless the number parameter of that name is
/// less than the one named `greater`. For StrategyDefinition::check.
void RequireLess(const ParameterSet& parameters, std::string_view smaller,
                 std::string_view greater,
                 std::vector<ParameterProblem>* problems);

/// The same unless it is less or equal.
void RequireAtMost(const ParameterSet& parameters, std::string_view smaller,
                   std::string_view greater,
                   std::vector<ParameterProblem>* problems);

}  // namespace admf
