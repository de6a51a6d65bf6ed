#include "engine/rules/lexer.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

using Kind = Token::Kind;

std::vector<Kind> KindsOf(std::string_view text) {
  RuleError error;
  const auto tokens = ReadTokens(text, &error);
  std::vector<Kind> kinds;
  if (tokens) {
    for (const Token& token : *tokens) kinds.push_back(token.kind);
  }
  return kinds;
}

/// "begin+length: message"
std::string ErrorOf(std::string_view text) {
  RuleError error;
  EXPECT_FALSE(ReadTokens(text, &error).has_value());
  return std::to_string(error.begin) + "+" + std::to_string(error.length) +
         ": " + error.message;
}

TEST(LexerTest, TakesATextApart) {
  EXPECT_EQ(KindsOf("not a<=b and c1 or _d"),
            (std::vector<Kind>{Kind::kNot, Kind::kName, Kind::kLessEqual,
                               Kind::kName, Kind::kAnd, Kind::kName, Kind::kOr,
                               Kind::kName, Kind::kEnd}));
  EXPECT_EQ(KindsOf(" \t\r\n"), std::vector<Kind>{Kind::kEnd});
}

TEST(LexerTest, KnowsEverySign) {
  EXPECT_EQ(
      KindsOf("+-*/<<= >>= == != = () [] ,."),
      (std::vector<Kind>{
          Kind::kPlus, Kind::kMinus, Kind::kStar, Kind::kSlash, Kind::kLess,
          Kind::kLessEqual, Kind::kGreater, Kind::kGreaterEqual, Kind::kEqual,
          Kind::kNotEqual, Kind::kAssign, Kind::kLeftParenthesis,
          Kind::kRightParenthesis, Kind::kLeftBracket, Kind::kRightBracket,
          Kind::kComma, Kind::kDot, Kind::kEnd}));
}

TEST(LexerTest, ReadsNumbersAndPlaces) {
  RuleError error;
  const auto tokens = ReadTokens("14 0.5  .5 1e-3 2.5E+2 007", &error);
  ASSERT_TRUE(tokens.has_value());
  const std::vector<double> numbers = {14, 0.5, 0.5, 0.001, 250, 7};
  const std::vector<size_t> begins = {0, 3, 8, 11, 16, 23};
  ASSERT_EQ(tokens->size(), 7u);
  for (size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ((*tokens)[i].kind, Kind::kNumber);
    EXPECT_EQ((*tokens)[i].number, numbers[i]);
    EXPECT_EQ((*tokens)[i].begin, begins[i]);
  }
  EXPECT_EQ((*tokens)[4].length, 6u);
  EXPECT_EQ(tokens->back().begin, 26u);
}

TEST(LexerTest, RefusesWhatIsNoNumber) {
  const std::string wrong =
      ": this is no number; numbers are written as 14, 0.5 or 1e-3";
  EXPECT_EQ(ErrorOf("a < 14d"), "4+3" + wrong);
  EXPECT_EQ(ErrorOf("1.5.2"), "0+5" + wrong);
  EXPECT_EQ(ErrorOf("1_000"), "0+5" + wrong);
  EXPECT_EQ(ErrorOf("0x10"), "0+4" + wrong);
  EXPECT_EQ(ErrorOf("1e999"),
            "0+5: the number is too large or too small for a double");
  EXPECT_EQ(ErrorOf("1e-999"),
            "0+6: the number is too large or too small for a double");
}

TEST(LexerTest, KnowsOperatorsOfOtherLanguages) {
  EXPECT_EQ(ErrorOf("a && b"),
            "2+2: there is no operator `&&`; did you mean `and`?");
  EXPECT_EQ(ErrorOf("a | b"),
            "2+1: there is no operator `|`; did you mean `or`?");
  EXPECT_EQ(ErrorOf("!a"),
            "0+1: there is no operator `!`; did you mean `not`?");
  EXPECT_EQ(ErrorOf("a <> b"),
            "2+2: there is no operator `<>`; did you mean `!=`?");
  EXPECT_EQ(ErrorOf("a ** 2"),
            "2+2: there is no operator `**`; did you mean `a * a`?");
}

TEST(LexerTest, RefusesOtherCharacters) {
  EXPECT_EQ(ErrorOf("a % b"), "2+1: an expression has no `%`");
  EXPECT_EQ(ErrorOf("a \xc3\xa4"), "2+1: an expression has no such character");
  EXPECT_EQ(ErrorOf(std::string_view("a\0b", 3)),
            "1+1: an expression has no such character");
}

TEST(LexerTest, LimitsTheLength) {
  EXPECT_EQ(KindsOf(std::string(kLongestRule, 'a')).size(), 2u);
  EXPECT_EQ(ErrorOf(std::string(kLongestRule + 5, 'a')),
            "4096+5: the expression is too long; it may have 4096 characters");
}

}  // namespace
}  // namespace admf
