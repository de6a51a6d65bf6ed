#include "engine/rules/indicator_call.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/indicators/catalogue.h"
#include "engine/rules/parser.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

/// The call that is the whole of `text`; its arguments that aren't numbers
/// change from bar to bar.
std::optional<IndicatorCall> Read(std::string_view text, RuleError* error) {
  const auto tree = ParseRule(text, error);
  if (!tree) return std::nullopt;
  const SyntaxTree::Node& call = tree->nodes.back();
  std::vector<std::optional<double>> constants;
  for (const auto& argument : call.arguments) {
    const SyntaxTree::Node& value = tree->nodes[argument.value];
    constants.push_back(value.kind == SyntaxTree::Node::Kind::kNumber
                            ? std::optional<double>(value.number)
                            : std::nullopt);
  }
  return ReadIndicatorCall(*tree, call, *FindIndicator(std::string(call.name)),
                           constants, error);
}

/// "begin+length: message", or "fine".
std::string ErrorOf(std::string_view text) {
  RuleError error;
  if (Read(text, &error)) return "fine";
  return std::to_string(error.begin) + "+" + std::to_string(error.length) +
         ": " + error.message;
}

TEST(IndicatorCallTest, TakesParametersByPlaceAndByName) {
  RuleError error;
  const auto call = Read("macd(5, signal_period=7).signal", &error);
  ASSERT_TRUE(call) << error.message;
  EXPECT_EQ(call->parameters.GetInteger("fast_period"), 5);
  // What is left out is as the catalogue has it.
  EXPECT_EQ(call->parameters.GetInteger("slow_period"), 26);
  EXPECT_EQ(call->parameters.GetInteger("signal_period"), 7);
  EXPECT_EQ(FindIndicator("macd")->outputs[call->output], "signal");
}

TEST(IndicatorCallTest, TheOnlyOutputNeedsNoName) {
  RuleError error;
  const auto call = Read("sma(20)", &error);
  ASSERT_TRUE(call) << error.message;
  EXPECT_EQ(call->output, 0u);
  EXPECT_EQ(ErrorOf("sma(20).sgnal").substr(0, 6), "8+5: s");
}

TEST(IndicatorCallTest, NamesTheParameterThatIsWrong) {
  // The value is wrong, or the name.
  EXPECT_EQ(ErrorOf("sma(period=0)").substr(0, 11), "11+1: sma: ");
  EXPECT_EQ(ErrorOf("sma(perod=20)").substr(0, 10), "4+5: sma: ");
}

TEST(IndicatorCallTest, EachParameterIsGivenOnceAndInOrder) {
  EXPECT_EQ(ErrorOf("sma(20, period=30)"),
            "8+6: the parameter period is given twice");
  EXPECT_EQ(ErrorOf("macd(fast_period=5, 9).signal"),
            "20+1: a parameter without a name can't follow one with a name");
  EXPECT_EQ(ErrorOf("rsi(14, 2)"),
            "8+1: too many parameters; it is rsi(period=14)");
}

TEST(IndicatorCallTest, ParametersAreTheSameAtEveryBar) {
  EXPECT_EQ(ErrorOf("sma(close)"),
            "4+5: expected a number for the parameter period that is the same "
            "at every bar");
}

}  // namespace
}  // namespace admf
