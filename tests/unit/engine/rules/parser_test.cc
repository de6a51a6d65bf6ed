#include "engine/rules/parser.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace admf {
namespace {

std::string SignText(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::kOr:
      return "or";
    case Token::Kind::kAnd:
      return "and";
    case Token::Kind::kLess:
      return "<";
    case Token::Kind::kEqual:
      return "==";
    case Token::Kind::kPlus:
      return "+";
    case Token::Kind::kMinus:
      return "-";
    case Token::Kind::kStar:
      return "*";
    case Token::Kind::kSlash:
      return "/";
    default:
      return "?";
  }
}

/// The tree with parentheses around everything.
std::string Show(const SyntaxTree& tree, SyntaxTree::Index index) {
  const SyntaxTree::Node& node = tree.nodes[index];
  std::string text;
  switch (node.kind) {
    case SyntaxTree::Node::Kind::kNumber:
      return std::to_string(static_cast<int>(node.number));
    case SyntaxTree::Node::Kind::kNegate:
      return "(-" + Show(tree, node.left) + ")";
    case SyntaxTree::Node::Kind::kNot:
      return "(not " + Show(tree, node.left) + ")";
    case SyntaxTree::Node::Kind::kBinary:
      return "(" + Show(tree, node.left) + " " + SignText(node.sign) + " " +
             Show(tree, node.right) + ")";
    case SyntaxTree::Node::Kind::kCall:
      text = std::string(node.name) + "{";
      for (const auto& argument : node.arguments) {
        text += std::string(argument.name) +
                (argument.name.empty() ? "" : "=") +
                Show(tree, argument.value) + ",";
      }
      text += "}";
      break;
    case SyntaxTree::Node::Kind::kName:
      text = std::string(node.name);
  }
  if (node.output) text += "." + std::string(node.output->name);
  if (node.previous) text += "[" + std::to_string(node.previous->bars) + "]";
  return text;
}

std::string Parsed(std::string_view text) {
  RuleError error;
  const auto tree = ParseRule(text, &error);
  if (!tree) return "error: " + error.message;
  return Show(*tree, tree->nodes.size() - 1);
}

/// "begin+length: message"
std::string ErrorOf(std::string_view text) {
  RuleError error;
  EXPECT_FALSE(ParseRule(text, &error).has_value()) << text;
  return std::to_string(error.begin) + "+" + std::to_string(error.length) +
         ": " + error.message;
}

TEST(ParserTest, BindsAsInAlgebra) {
  EXPECT_EQ(Parsed("a + b * c"), "(a + (b * c))");
  EXPECT_EQ(Parsed("a * b + c"), "((a * b) + c)");
  EXPECT_EQ(Parsed("a - b - c"), "((a - b) - c)");
  EXPECT_EQ(Parsed("a / b * c"), "((a / b) * c)");
  EXPECT_EQ(Parsed("a - (b - c)"), "(a - (b - c))");
  EXPECT_EQ(Parsed("-a * b"), "((-a) * b)");
  EXPECT_EQ(Parsed("a - -b"), "(a - (-b))");
  EXPECT_EQ(Parsed("--a[2]"), "(-(-a[2]))");
}

TEST(ParserTest, BindsLogicMoreLoosely) {
  EXPECT_EQ(Parsed("a or b and c"), "(a or (b and c))");
  EXPECT_EQ(Parsed("a and b or c"), "((a and b) or c)");
  EXPECT_EQ(Parsed("not a and b"), "((not a) and b)");
  EXPECT_EQ(Parsed("not a < b"), "(not (a < b))");
  EXPECT_EQ(Parsed("not not a or b"), "((not (not a)) or b)");
  EXPECT_EQ(Parsed("a and not b"), "(a and (not b))");
  EXPECT_EQ(Parsed("a < b and c == d + 1"), "((a < b) and (c == (d + 1)))");
  EXPECT_EQ(Parsed("(a < b) == (c < d)"), "((a < b) == (c < d))");
}

TEST(ParserTest, ReadsCalls) {
  EXPECT_EQ(Parsed("sma(200)"), "sma{200,}");
  EXPECT_EQ(Parsed("rsi()"), "rsi{}");
  EXPECT_EQ(Parsed("macd(12, 26, signal=9).signal[1]"),
            "macd{12,26,signal=9,}.signal[1]");
  EXPECT_EQ(Parsed("max(a + 1, min(b, c))"), "max{(a + 1),min{b,c,},}");
  EXPECT_EQ(Parsed("close[0] * 2"), "(close[0] * 2)");
}

TEST(ParserTest, KnowsThePlacesOfNodes) {
  RuleError error;
  const auto tree = ParseRule("a  + sma( 3 )[1]", &error);
  ASSERT_TRUE(tree.has_value());
  ASSERT_EQ(tree->nodes.size(), 4u);  // a, 3, sma, +
  EXPECT_EQ(tree->nodes[2].begin, 5u);
  EXPECT_EQ(tree->nodes[2].length, 11u);
  EXPECT_EQ(tree->nodes[2].previous->begin, 13u);
  EXPECT_EQ(tree->nodes[2].previous->length, 3u);
  EXPECT_EQ(tree->nodes[3].begin, 0u);
  EXPECT_EQ(tree->nodes[3].length, 16u);
}

TEST(ParserTest, SaysWhatItExpected) {
  EXPECT_EQ(ErrorOf("  "),
            "2+0: the expression is empty; expected a condition such as `close "
            "> sma(200)`");
  EXPECT_EQ(ErrorOf("close >"),
            "7+0: expected a number, a price such as close or an indicator "
            "such as sma(20), found the end");
  EXPECT_EQ(ErrorOf("a > * b"),
            "4+1: expected a number, a price such as close or an indicator "
            "such as sma(20), found `*`");
  EXPECT_EQ(ErrorOf("a b"),
            "2+1: expected an operator such as `<` or `and`, found `b`");
  EXPECT_EQ(ErrorOf("(a < b"),
            "6+0: expected an operator such as `<` or `and` or `)`, found the "
            "end");
  EXPECT_EQ(ErrorOf("sma(20"),
            "6+0: expected an operator such as `<` or `and` or `,` or `)`, "
            "found the end");
  EXPECT_EQ(ErrorOf("macd().[1]"),
            "7+1: expected the name of an output, found `[`");
  EXPECT_EQ(ErrorOf("a < b < c"),
            "6+1: comparisons can't be chained; write `a < b and b < c`");
  EXPECT_EQ(ErrorOf("1 + not a"),
            "4+3: put `not` and what it negates in parentheses");
}

TEST(ParserTest, Hints) {
  EXPECT_EQ(ErrorOf("a = b"),
            "2+1: expected an operator such as `<` or `and`, found `=`; did "
            "you mean `==`?");
  EXPECT_EQ(ErrorOf("a < b AND c < d"),
            "6+3: expected an operator such as `<` or `and`, found `AND`; did "
            "you mean `and`?");
  EXPECT_EQ(ErrorOf("sma(10) crosses_above sma(20)"),
            "8+13: expected an operator such as `<` or `and`, found "
            "`crosses_above`; write crosses_above(a, b) or crosses_below(a, "
            "b)");
  EXPECT_EQ(ErrorOf("a < b)"),
            "5+1: expected an operator such as `<` or `and`, found `)`; there "
            "is no `(` that it closes");
  EXPECT_EQ(ErrorOf("(close)[1]"),
            "7+1: expected an operator such as `<` or `and`, found `[`; only "
            "prices and indicators have previous values, and only indicators "
            "have outputs");
}

TEST(ParserTest, OnlyThePastHasValues) {
  EXPECT_EQ(ErrorOf("close[-1]"),
            "6+1: a negative number of bars back is the future, which nobody "
            "knows when deciding; close[1] is the close of the bar before");
  EXPECT_EQ(ErrorOf("close[1.5]"),
            "6+3: expected how many bars back, a whole number such as 1 that "
            "is written out, found `1.5`");
  EXPECT_EQ(ErrorOf("close[n]"),
            "6+1: expected how many bars back, a whole number such as 1 that "
            "is written out, found `n`");
  EXPECT_EQ(ErrorOf("close[1+1]"), "7+1: expected `]`, found `+`");
  EXPECT_EQ(ErrorOf("close[5001]"),
            "6+4: previous values go back 5000 bars at most");
  EXPECT_EQ(Parsed("close[5000]"), "close[5000]");
}

TEST(ParserTest, LimitsTheDepth) {
  for (const auto& [open, close] :
       {std::pair<std::string, std::string>{"(", ")"},
        {"-", ""},
        {"abs(", ")"},
        {"not ", ""}}) {
    const auto nested = [open = open, close = close](size_t depth) {
      std::string text;
      for (size_t i = 0; i < depth; ++i) text += open;
      text += "1";
      for (size_t i = 0; i < depth; ++i) text += close;
      return text;
    };
    EXPECT_NE(Parsed(nested(kDeepestRule - 1)).substr(0, 5), "error");
    EXPECT_EQ(ErrorOf(nested(kDeepestRule)),
              std::to_string(open.size() * kDeepestRule) +
                  "+1: the expression is nested too deeply; 64 levels are the "
                  "limit");
  }
  // Length is no depth.
  std::string sum = "1";
  for (int i = 0; i < 1000; ++i) sum += "+1";
  EXPECT_NE(Parsed(sum).substr(0, 5), "error");
}

}  // namespace
}  // namespace admf
