#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/rules/rule_error.h"

namespace admf {

/// The longest text of an expression, in bytes.
inline constexpr size_t kLongestRule = 4096;

/// A word, a number or a sign of an expression.
struct Token {
  enum class Kind {
    kEnd,
    kNumber,
    kName,
    kAnd,
    kOr,
    kNot,
    kPlus,
    kMinus,
    kStar,
    kSlash,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kEqual,
    kNotEqual,
    kAssign,
    kLeftParenthesis,
    kRightParenthesis,
    kLeftBracket,
    kRightBracket,
    kComma,
    kDot,
  };

  Kind kind = Kind::kEnd;
  /// Place in the text.
  size_t begin = 0;
  size_t length = 0;
  /// Of kNumber.
  double number = 0;
};

/// Takes a text apart; the last token is kEnd. Names are letters, digits and
/// `_`, not beginning with a digit; `and`, `or` and `not` are no names. Numbers
/// are decimal, such as 14, 0.5, .5 or 1e-3. Spaces, tabs and line breaks only
/// separate.
///
/// Nothing, and `error` is set, if the text is longer than kLongestRule or has
/// something else in it.
std::optional<std::vector<Token>> ReadTokens(std::string_view text,
                                             RuleError* error);

}  // namespace admf
