#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/rules/expression.h"
#include "engine/rules/rule_error.h"

namespace admf {

/// The most different indicators in one condition.
inline constexpr size_t kMostRuleIndicators = 32;

/// Numbers that expressions may use by their names.
using RuleParameters = std::map<std::string, double, std::less<>>;

/// Whether expressions can use a number of this name: letters, digits and `_`,
/// not beginning with a digit; no price, function or operator.
bool IsRuleParameterName(std::string_view name);

/// Reads a condition and finds out what its names mean:
/// - a name alone is a price (open, high, low, close, volume) or a parameter;
/// - a name with parentheses is a function (abs, min, max, crosses_above,
///   crosses_below) or an indicator of the catalogue. An indicator's parameters
///   are numbers that don't change from bar to bar, in the catalogue's order or
///   by name; those left out have their defaults. Of several outputs one has to
///   be chosen.
/// Numbers and conditions are different types; the whole is a condition.
///
/// Nothing, and `error` is set, if there is something wrong. The names of the
/// parameters that occur are put into `used`.
std::optional<Expression> AnalyzeRule(std::string_view text,
                                      const RuleParameters& parameters,
                                      std::set<std::string>* used,
                                      RuleError* error);

}  // namespace admf
