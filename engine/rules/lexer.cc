#include "engine/rules/lexer.h"

#include <charconv>
#include <cmath>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace admf {
namespace {

using Kind = Token::Kind;

struct Sign {
  std::string_view text;
  Kind kind;
};

/// Longer ones first.
constexpr Sign kSigns[] = {
    {"<=", Kind::kLessEqual},
    {">=", Kind::kGreaterEqual},
    {"==", Kind::kEqual},
    {"!=", Kind::kNotEqual},
    {"<", Kind::kLess},
    {">", Kind::kGreater},
    {"=", Kind::kAssign},
    {"+", Kind::kPlus},
    {"-", Kind::kMinus},
    {"*", Kind::kStar},
    {"/", Kind::kSlash},
    {"(", Kind::kLeftParenthesis},
    {")", Kind::kRightParenthesis},
    {"[", Kind::kLeftBracket},
    {"]", Kind::kRightBracket},
    {",", Kind::kComma},
    {".", Kind::kDot},
};

/// What people write who come from elsewhere.
struct Foreign {
  std::string_view text;
  std::string_view instead;
};

constexpr Foreign kForeign[] = {
    {"&&", "`and`"}, {"||", "`or`"}, {"<>", "`!=`"}, {"**", "`a * a`"},
    {"&", "`and`"},  {"|", "`or`"},  {"!", "`not`"}, {"^", "`a * a`"},
};

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

bool IsNamePart(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

class Lexer {
 public:
  Lexer(std::string_view text, RuleError* error)
      : text_(text), error_(*error) {}

  std::optional<std::vector<Token>> Read() {
    if (text_.size() > kLongestRule) {
      Fail(kLongestRule, text_.size() - kLongestRule,
           absl::StrCat("the expression is too long; it may have ",
                        kLongestRule, " characters"));
      return std::nullopt;
    }
    for (;;) {
      while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
      if (at_ == text_.size()) break;
      const auto token = Next();
      if (!token) return std::nullopt;
      tokens_.push_back(*token);
      at_ += token->length;
    }
    tokens_.push_back({.kind = Kind::kEnd, .begin = text_.size()});
    return std::move(tokens_);
  }

 private:
  static bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  std::optional<Token> Next() {
    const std::string_view rest = text_.substr(at_);
    const bool is_fraction =
        rest.front() == '.' && rest.size() > 1 && IsDigit(rest[1]);
    if (IsDigit(rest.front()) || is_fraction) return Number(rest);
    if (IsNamePart(rest.front())) return Word(rest);
    for (const Foreign& foreign : kForeign) {
      // `!=` and `<>` are looked at as they are written.
      if (!rest.starts_with(foreign.text) || rest.starts_with("!=")) continue;
      return Fail(
          at_, foreign.text.size(),
          absl::StrCat("there is no operator `", std::string(foreign.text),
                       "`; did you mean ", std::string(foreign.instead), "?"));
    }
    for (const Sign& sign : kSigns) {
      if (rest.starts_with(sign.text)) {
        return Token{
            .kind = sign.kind, .begin = at_, .length = sign.text.size()};
      }
    }
    const bool shown =
        absl::ascii_isprint(static_cast<unsigned char>(rest.front()));
    return Fail(at_, 1,
                shown ? absl::StrCat("an expression has no `",
                                     std::string(1, rest.front()), "`")
                      : "an expression has no such character");
  }

  std::optional<Token> Word(std::string_view rest) {
    size_t length = 0;
    while (length < rest.size() && IsNamePart(rest[length])) ++length;
    const std::string_view word = rest.substr(0, length);
    const Kind kind = word == "and"   ? Kind::kAnd
                      : word == "or"  ? Kind::kOr
                      : word == "not" ? Kind::kNot
                                      : Kind::kName;
    return Token{.kind = kind, .begin = at_, .length = length};
  }

  std::optional<Token> Number(std::string_view rest) {
    double value = 0;
    const auto [end, problem] =
        std::from_chars(rest.data(), rest.data() + rest.size(), value);
    size_t length = static_cast<size_t>(end - rest.data());
    // What hangs on it: 14d, 1.5.2, 1_000.
    size_t whole = length;
    while (whole < rest.size() &&
           (IsNamePart(rest[whole]) || rest[whole] == '.')) {
      ++whole;
    }
    if (whole > length) {
      return Fail(at_, whole,
                  "this is no number; numbers are written as 14, 0.5 or 1e-3");
    }
    if (problem != std::errc() || !std::isfinite(value)) {
      return Fail(at_, length,
                  "the number is too large or too small for a double");
    }
    return Token{
        .kind = Kind::kNumber, .begin = at_, .length = length, .number = value};
  }

  std::nullopt_t Fail(size_t begin, size_t length, std::string message) {
    error_ = {begin, length, std::move(message)};
    return std::nullopt;
  }

  const std::string_view text_;
  RuleError& error_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<std::vector<Token>> ReadTokens(std::string_view text,
                                             RuleError* error) {
  return Lexer(text, error).Read();
}

}  // namespace admf
