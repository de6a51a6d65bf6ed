#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/rules/rule_error.h"
#include "engine/rules/syntax_tree.h"

namespace admf {

/// How deep parentheses, calls and signs may be nested.
inline constexpr size_t kDeepestRule = 64;

/// The furthest previous value, in bars.
inline constexpr size_t kFurthestPrevious = 5000;

/// How messages speak of what an expression is about.
struct RuleVocabulary {
  /// A condition, as an example.
  std::string_view condition;
  /// What can stand for a number beside numbers.
  std::string_view operands;
  /// What may follow which operands.
  std::string_view suffixes;
  /// Whether a name goes on behind a dot (`risk.stop_loss` is one name), or an
  /// output of it stands there.
  bool has_dotted_names = false;
};

/// Of conditions over bars.
inline constexpr RuleVocabulary kBarVocabulary = {
    .condition = "close > sma(200)",
    .operands = "a price such as close or an indicator such as sma(20)",
    .suffixes =
        "only prices and indicators have previous values, and only indicators "
        "have outputs"};

/// Reads an expression by this grammar, in which what stands further down binds
/// more tightly:
///
///   expression = both {"or" both}
///   both       = negation {"and" negation}
///   negation   = "not" negation | comparison
///   comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
///   sum        = product {("+" | "-") product}
///   product    = sign {("*" | "/") sign}
///   sign       = "-" sign | value
///   value      = number | "(" expression ")"
///              | name ["(" [argument {"," argument}] ")"] ["." name]
///                ["[" whole number "]"]
///   argument   = [name "="] expression
///
/// Safe for any bytes: the text, its nesting and the previous values have
/// limits. Nothing, and `error` is set, if it can't be read.
std::optional<SyntaxTree> ParseRule(
    std::string_view text, RuleError* error,
    const RuleVocabulary& vocabulary = kBarVocabulary);

}  // namespace admf
