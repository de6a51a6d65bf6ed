#include "engine/rules/rule_words.h"

#include <string>

#include "engine/indicators/catalogue.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Operation = Expression::Operation;

TEST(RuleWordsTest, KnowsPricesAndFunctions) {
  ASSERT_NE(FindRulePrice("low"), nullptr);
  EXPECT_EQ(FindRulePrice("low")->operation, Operation::kLow);
  EXPECT_EQ(FindRulePrice("abs"), nullptr);
  EXPECT_EQ(FindRulePrice("LOW"), nullptr);

  const RuleFunction* const crosses = FindRuleFunction("crosses_below");
  ASSERT_NE(crosses, nullptr);
  EXPECT_EQ(crosses->operation, Operation::kCrossesBelow);
  EXPECT_EQ(crosses->fewest, 2u);
  EXPECT_EQ(crosses->most, 2u);
  EXPECT_EQ(FindRuleFunction("max")->most, RuleFunction::kAnyNumber);
  EXPECT_EQ(FindRuleFunction("close"), nullptr);
  EXPECT_EQ(FindRuleFunction(""), nullptr);
}

TEST(RuleWordsTest, NoIndicatorHidesBehindAWord) {
  for (const IndicatorDefinition& indicator : IndicatorCatalogue()) {
    EXPECT_EQ(FindRulePrice(indicator.name), nullptr) << indicator.name;
    EXPECT_EQ(FindRuleFunction(indicator.name), nullptr) << indicator.name;
  }
}

TEST(RuleWordsTest, ANameAloneMayNeedParentheses) {
  EXPECT_EQ(ExplainUnknownName("min", {}),
            "min is a function; write min(open, close)");
  EXPECT_EQ(ExplainUnknownName("rsi", {}),
            "rsi is an indicator; write rsi() or give its parameters: "
            "rsi(period=14)");
}

TEST(RuleWordsTest, ParametersAreAmongTheNamesThatMayBeMeant) {
  EXPECT_EQ(ExplainUnknownName("oversld", {"oversold"}),
            "there is no price or parameter oversld; did you mean oversold?");
  EXPECT_EQ(ExplainUnknownName("qqqqqqqq", {"oversold"}),
            "there is no price or parameter qqqqqqqq; there are open, high, "
            "low, close, volume, oversold; parameters are declared beside the "
            "expressions, with their values");
}

TEST(RuleWordsTest, PricesAreNotCalled) {
  EXPECT_EQ(ExplainUnknownCall("high"),
            "high is a price and takes nothing; high[1] is that of the bar "
            "before");
  EXPECT_EQ(ExplainUnknownCall("crosses_abov"),
            "there is no indicator or function crosses_abov; did you mean "
            "crosses_above?");
  EXPECT_EQ(ExplainUnknownCall("qqqqqqqq"),
            "there is no indicator or function qqqqqqqq (`admf catalog` lists "
            "the indicators)");
}

}  // namespace
}  // namespace admf
