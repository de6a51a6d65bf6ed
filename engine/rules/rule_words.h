#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/indicators/indicator.h"
#include "engine/rules/expression.h"

namespace admf {

// The words that rules know besides the indicators of the catalogue and the
// parameters that stand beside the expressions.

/// A column of bars.
struct RulePrice {
  std::string_view name;
  Expression::Operation operation;
};

/// What takes numbers at each bar.
struct RuleFunction {
  /// In place of the most numbers that a function takes.
  static constexpr size_t kAnyNumber = size_t(-1);

  std::string_view name;
  Expression::Operation operation;
  /// How many numbers it takes.
  size_t fewest;
  size_t most;
  std::string_view example;
};

/// nullptr if there is none of that name. Names differ between the two.
const RulePrice* FindRulePrice(std::string_view name);
const RuleFunction* FindRuleFunction(std::string_view name);

/// The call with all parameters as they are if nothing is said:
/// `sma(period=20)`.
std::string SignatureOf(const IndicatorDefinition& indicator);

/// What is wrong with a name alone that is no price and none of `parameters`,
/// and what would be right.
std::string ExplainUnknownName(std::string_view name,
                               const std::vector<std::string>& parameters);

/// What is wrong with a call of what is no function and no indicator, and what
/// would be right.
std::string ExplainUnknownCall(std::string_view name);

}  // namespace admf
