#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"
#include "engine/rules/rule_error.h"
#include "engine/rules/syntax_tree.h"

namespace admf {

/// What a call of an indicator means: `macd(fast_period=5).signal`.
struct IndicatorCall {
  /// All of them, with the defaults of those left out.
  ParameterSet parameters;
  /// Index into the definition's outputs.
  size_t output = 0;
};

/// Finds out what `call`, a node of `tree`, means. `constants` has the number
/// of each of its arguments; nothing where it isn't the same at every bar.
///
/// Parameters stand in the order of the definition, or after those by their
/// names. Of several outputs one has to be chosen. Nothing, and `error` is set,
/// if there is something wrong.
std::optional<IndicatorCall> ReadIndicatorCall(
    const SyntaxTree& tree, const SyntaxTree::Node& call,
    const IndicatorDefinition& definition,
    const std::vector<std::optional<double>>& constants, RuleError* error);

}  // namespace admf
