#include "engine/rules/parser.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/catalog/nearest_name.h"
#include "engine/rules/lexer.h"

namespace admf {
namespace {

using Kind = Token::Kind;
using Node = SyntaxTree::Node;
using Index = SyntaxTree::Index;

// How tightly operators bind.
constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kNot = 3;
constexpr int kComparison = 4;
constexpr int kSum = 5;
constexpr int kProduct = 6;

/// Of a sign between two operands; 0 for everything else.
int Precedence(Kind kind) {
  switch (kind) {
    case Kind::kOr:
      return kOr;
    case Kind::kAnd:
      return kAnd;
    case Kind::kLess:
    case Kind::kLessEqual:
    case Kind::kGreater:
    case Kind::kGreaterEqual:
    case Kind::kEqual:
    case Kind::kNotEqual:
      return kComparison;
    case Kind::kPlus:
    case Kind::kMinus:
      return kSum;
    case Kind::kStar:
    case Kind::kSlash:
      return kProduct;
    default:
      return 0;
  }
}

/// Nodes are made after their operands. Each function returns the index of the
/// node that it read, or nothing once there is an error.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens,
         const RuleVocabulary& vocabulary, RuleError* error)
      : text_(text),
        tokens_(std::move(tokens)),
        vocabulary_(vocabulary),
        error_(*error) {}

  std::optional<SyntaxTree> Parse() {
    if (Here().kind == Kind::kEnd) {
      Fail(Here(),
           absl::StrCat("the expression is empty; expected a condition such as "
                        "`",
                        std::string(vocabulary_.condition), "`"));
      return std::nullopt;
    }
    if (!Expression(kOr)) return std::nullopt;
    if (Here().kind != Kind::kEnd) {
      FailBehindExpression("");
      return std::nullopt;
    }
    return std::move(tree_);
  }

 private:
  const Token& Here() const { return tokens_[at_]; }

  bool Take(Kind kind) {
    if (Here().kind != kind) return false;
    ++at_;
    return true;
  }

  std::string_view TextOf(const Token& token) const {
    return text_.substr(token.begin, token.length);
  }

  std::string Found(const Token& token) const {
    return token.kind == Kind::kEnd
               ? "the end"
               : absl::StrCat("`", std::string(TextOf(token)), "`");
  }

  std::nullopt_t Fail(const Token& token, std::string message) {
    error_ = {token.begin, token.length, std::move(message)};
    return std::nullopt;
  }

  /// Something stands where an expression is over.
  std::nullopt_t FailBehindExpression(const std::string& expected) {
    const Token& token = Here();
    std::string hint;
    if (token.kind == Kind::kAssign) {
      hint = "; did you mean `==`?";
    } else if (token.kind == Kind::kName) {
      const std::string word(TextOf(token));
      const std::string near = NearestName(word, {"and", "or"});
      if (word.starts_with("cross")) {
        hint = "; write crosses_above(a, b) or crosses_below(a, b)";
      } else if (!near.empty()) {
        hint = absl::StrCat("; did you mean `", near, "`?");
      }
    } else if (token.kind == Kind::kRightParenthesis && expected.empty()) {
      hint = "; there is no `(` that it closes";
    } else if (token.kind == Kind::kLeftBracket || token.kind == Kind::kDot) {
      hint = absl::StrCat("; ", std::string(vocabulary_.suffixes));
    }
    return Fail(token, absl::StrCat("expected an operator such as `<` or `and`",
                                    expected.empty() ? "" : " or ", expected,
                                    ", found ", Found(token), hint));
  }

  /// The node begins at `begin` and ends with the token before this one.
  Index Add(Node node, size_t begin) {
    const Token& last = tokens_[at_ - 1];
    node.begin = begin;
    node.length = last.begin + last.length - begin;
    tree_.nodes.push_back(std::move(node));
    return tree_.nodes.size() - 1;
  }

  /// Operators that bind at least as tightly as `weakest`.
  std::optional<Index> Expression(int weakest) {
    const size_t begin = Here().begin;
    auto left = Operand(weakest);
    bool compared = false;
    while (left) {
      const Token sign = Here();
      const int precedence = Precedence(sign.kind);
      if (precedence == 0 || precedence < weakest) return left;
      if (precedence == kComparison && compared) {
        return Fail(sign,
                    "comparisons can't be chained; write `a < b and b < c`");
      }
      compared = precedence == kComparison;
      ++at_;
      const auto right = Expression(precedence + 1);
      if (!right) return std::nullopt;
      left = Add({.kind = Node::Kind::kBinary,
                  .sign = sign.kind,
                  .left = *left,
                  .right = *right},
                 begin);
    }
    return left;
  }

  std::optional<Index> Operand(int weakest) {
    if (depth_ == kDeepestRule) {
      return Fail(Here(), absl::StrCat("the expression is nested too deeply; ",
                                       kDeepestRule, " levels are the limit"));
    }
    ++depth_;
    const auto operand = NestedOperand(weakest);
    --depth_;
    return operand;
  }

  std::optional<Index> NestedOperand(int weakest) {
    const Token token = Here();
    switch (token.kind) {
      case Kind::kNot: {
        if (weakest > kNot) {
          return Fail(token, "put `not` and what it negates in parentheses");
        }
        ++at_;
        const auto operand = Expression(kNot);
        if (!operand) return std::nullopt;
        return Add({.kind = Node::Kind::kNot, .left = *operand}, token.begin);
      }
      case Kind::kMinus: {
        ++at_;
        const auto operand = Expression(kProduct + 1);
        if (!operand) return std::nullopt;
        return Add({.kind = Node::Kind::kNegate, .left = *operand},
                   token.begin);
      }
      case Kind::kNumber:
        ++at_;
        return Add({.kind = Node::Kind::kNumber, .number = token.number},
                   token.begin);
      case Kind::kLeftParenthesis: {
        ++at_;
        const auto inner = Expression(kOr);
        if (!inner) return std::nullopt;
        if (!Take(Kind::kRightParenthesis)) {
          return FailBehindExpression("`)`");
        }
        return inner;
      }
      case Kind::kName:
        return NameOrCall();
      default:
        return Fail(token, absl::StrCat("expected a number, ",
                                        std::string(vocabulary_.operands),
                                        ", found ", Found(token)));
    }
  }

  std::optional<Index> NameOrCall() {
    const Token name = Here();
    Node node{.kind = Node::Kind::kName, .name = TextOf(name)};
    ++at_;
    while (vocabulary_.has_dotted_names && Here().kind == Kind::kDot &&
           tokens_[at_ + 1].kind == Kind::kName) {
      at_ += 2;
      const Token& last = tokens_[at_ - 1];
      node.name =
          text_.substr(name.begin, last.begin + last.length - name.begin);
    }
    if (Take(Kind::kLeftParenthesis)) {
      node.kind = Node::Kind::kCall;
      if (!Arguments(&node)) return std::nullopt;
    }
    if (Take(Kind::kDot)) {
      const Token output = Here();
      if (!Take(Kind::kName)) {
        return Fail(output,
                    absl::StrCat(vocabulary_.has_dotted_names
                                     ? "expected the rest of a name, found "
                                     : "expected the name of an output, found ",
                                 Found(output)));
      }
      node.output = {.name = TextOf(output), .begin = output.begin};
    }
    if (Here().kind == Kind::kLeftBracket && !PreviousBars(&node)) {
      return std::nullopt;
    }
    return Add(std::move(node), name.begin);
  }

  bool Arguments(Node* node) {
    if (Take(Kind::kRightParenthesis)) return true;
    do {
      SyntaxTree::Argument argument;
      const Token first = Here();
      if (first.kind == Kind::kName && tokens_[at_ + 1].kind == Kind::kAssign) {
        argument.name = TextOf(first);
        argument.name_begin = first.begin;
        at_ += 2;
      }
      const auto value = Expression(kOr);
      if (!value) return false;
      argument.value = *value;
      node->arguments.push_back(argument);
    } while (Take(Kind::kComma));
    if (Take(Kind::kRightParenthesis)) return true;
    FailBehindExpression("`,` or `)`");
    return false;
  }

  bool PreviousBars(Node* node) {
    const Token bracket = Here();
    ++at_;
    const Token bars = Here();
    if (bars.kind == Kind::kMinus) {
      Fail(bars,
           "a negative number of bars back is the future, which nobody knows "
           "when deciding; close[1] is the close of the bar before");
      return false;
    }
    if (bars.kind != Kind::kNumber || std::trunc(bars.number) != bars.number) {
      Fail(bars, absl::StrCat("expected how many bars back, a whole number "
                              "such as 1 that is written out, found ",
                              Found(bars)));
      return false;
    }
    if (bars.number > static_cast<double>(kFurthestPrevious)) {
      Fail(bars, absl::StrCat("previous values go back ", kFurthestPrevious,
                              " bars at most"));
      return false;
    }
    ++at_;
    if (!Take(Kind::kRightBracket)) {
      Fail(Here(), absl::StrCat("expected `]`, found ", Found(Here())));
      return false;
    }
    const Token& last = tokens_[at_ - 1];
    node->previous = {.bars = static_cast<size_t>(bars.number),
                      .begin = bracket.begin,
                      .length = last.begin + last.length - bracket.begin};
    return true;
  }

  const std::string_view text_;
  const std::vector<Token> tokens_;
  const RuleVocabulary& vocabulary_;
  RuleError& error_;
  size_t at_ = 0;
  size_t depth_ = 0;
  SyntaxTree tree_;
};

}  // namespace

std::optional<SyntaxTree> ParseRule(std::string_view text, RuleError* error,
                                    const RuleVocabulary& vocabulary) {
  auto tokens = ReadTokens(text, error);
  if (!tokens) return std::nullopt;
  return Parser(text, *std::move(tokens), vocabulary, error).Parse();
}

}  // namespace admf
