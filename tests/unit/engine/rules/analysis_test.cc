#include "engine/rules/analysis.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

const RuleParameters kParameters = {{"oversold", 30}, {"period", 14}};

/// "begin+length: message", or "fine".
std::string ErrorOf(std::string_view text) {
  RuleError error;
  std::set<std::string> used;
  if (AnalyzeRule(text, kParameters, &used, &error)) return "fine";
  return std::to_string(error.begin) + "+" + std::to_string(error.length) +
         ": " + error.message;
}

Expression Analyzed(std::string_view text) {
  RuleError error;
  std::set<std::string> used;
  auto expression = AnalyzeRule(text, kParameters, &used, &error);
  EXPECT_TRUE(expression.has_value()) << error.message;
  return expression.value_or(Expression{});
}

TEST(AnalysisTest, FindsOutTypes) {
  EXPECT_EQ(ErrorOf("close > 1 and not (close < 1 or 1 == 2)"), "fine");
  EXPECT_EQ(ErrorOf("close + 1"),
            "0+9: expected a condition such as `rsi(14) < 30`, found a number");
  EXPECT_EQ(ErrorOf("close and open > 1"),
            "0+5: expected a condition such as `rsi(14) < 30`, found a number");
  EXPECT_EQ(ErrorOf("open > 1 or close"),
            "12+5: expected a condition such as `rsi(14) < 30`, found a "
            "number");
  EXPECT_EQ(ErrorOf("not close"),
            "4+5: expected a condition such as `rsi(14) < 30`, found a number");
  EXPECT_EQ(ErrorOf("1 + (close > 2) > 0"),
            "5+9: expected a number, found a condition (true or false)");
  EXPECT_EQ(ErrorOf("(close > 2) == (open > 2)"),
            "1+9: expected a number, found a condition (true or false)");
  EXPECT_EQ(ErrorOf("-(close > 2) > 0"),
            "2+9: expected a number, found a condition (true or false)");
  EXPECT_EQ(ErrorOf("abs(close > 2) > 0"),
            "4+9: expected a number, found a condition (true or false)");
}

TEST(AnalysisTest, KnowsNames) {
  EXPECT_EQ(ErrorOf("open > high and low > close and volume > oversold"),
            "fine");
  EXPECT_EQ(ErrorOf("clsoe > 1"),
            "0+5: there is no price or parameter clsoe; did you mean close?");
  EXPECT_EQ(ErrorOf("close < oversld"),
            "8+7: there is no price or parameter oversld; did you mean "
            "oversold?");
  EXPECT_EQ(ErrorOf("close > zzz"),
            "8+3: there is no price or parameter zzz; there are open, high, "
            "low, close, volume, oversold, period; parameters are declared "
            "beside the expressions, with their values");
  EXPECT_EQ(ErrorOf("rsi < 30"),
            "0+3: rsi is an indicator; write rsi() or give its parameters: "
            "rsi(period=14)");
  EXPECT_EQ(ErrorOf("abs < 30"),
            "0+3: abs is a function; write abs(close - open)");
  EXPECT_EQ(ErrorOf("close(1) > 2"),
            "0+5: close is a price and takes nothing; close[1] is that of the "
            "bar before");
  EXPECT_EQ(ErrorOf("close > smaa(20)"),
            "8+4: there is no indicator or function smaa; did you mean sma?");
  EXPECT_EQ(ErrorOf("qqqqq(20) > 1"),
            "0+5: there is no indicator or function qqqqq (`admf catalog` "
            "lists the indicators)");
}

TEST(AnalysisTest, ChecksWhatFunctionsTake) {
  EXPECT_EQ(ErrorOf("max(open, close, 3, 4) > min(1, 2)"), "fine");
  EXPECT_EQ(ErrorOf("abs(1, 2) > 1"),
            "0+9: abs takes 1 number, not 2, such as abs(close - open)");
  EXPECT_EQ(ErrorOf("max(1) > 1"),
            "0+6: max takes 2 or more numbers, not 1, such as max(open, "
            "close)");
  EXPECT_EQ(ErrorOf("crosses_above(close)"),
            "0+20: crosses_above takes 2 numbers, not 1, such as "
            "crosses_above(close, sma(20))");
  EXPECT_EQ(ErrorOf("abs(x=close) > 1"),
            "4+1: what abs takes has no names; only parameters of indicators "
            "do");
}

TEST(AnalysisTest, ChecksIndicators) {
  EXPECT_EQ(ErrorOf("rsi() < 1 and rsi(14) < 1 and rsi(period=14) < 1"),
            "fine");
  EXPECT_EQ(ErrorOf("bollinger(20, deviations=2.5).upper > 1"), "fine");
  EXPECT_EQ(ErrorOf("rsi(14.5) < 1"),
            "4+4: rsi: period must be a whole number from 1 to 100000, not "
            "14.5");
  EXPECT_EQ(ErrorOf("rsi(perod=14) < 1"),
            "4+5: rsi: there is no parameter \"perod\"; did you mean period?");
  EXPECT_EQ(ErrorOf("rsi(14, 3) < 1"),
            "8+1: too many parameters; it is rsi(period=14)");
  EXPECT_EQ(ErrorOf("rsi(14, period=3) < 1"),
            "8+6: the parameter period is given twice");
  EXPECT_EQ(ErrorOf("bollinger(period=9, 2).upper < 1"),
            "20+1: a parameter without a name can't follow one with a name");
  EXPECT_EQ(ErrorOf("rsi(close) < 1"),
            "4+5: expected a number for the parameter period that is the same "
            "at every bar");
  EXPECT_EQ(ErrorOf("rsi(1 / 0) < 1"),
            "4+5: rsi: period must be a whole number from 1 to 100000, not "
            "inf");
}

TEST(AnalysisTest, ChecksOutputs) {
  EXPECT_EQ(ErrorOf("sma(5).value > 1"), "fine");
  EXPECT_EQ(ErrorOf("macd(12, 26, 9) > 0"),
            "0+15: macd has 3 outputs; choose one of .macd, .signal, "
            ".histogram");
  EXPECT_EQ(ErrorOf("macd().sginal > 0"),
            "7+6: macd has no output sginal; did you mean signal?");
  EXPECT_EQ(ErrorOf("macd().zzz > 0"),
            "7+3: macd has no output zzz; its outputs are macd, signal, "
            "histogram");
  EXPECT_EQ(ErrorOf("close.value > 0"),
            "6+5: close is a price; only indicators have outputs");
  EXPECT_EQ(ErrorOf("abs(close).value > 0"),
            "11+5: abs is a function; only indicators have outputs");
}

TEST(AnalysisTest, OnlyPricesAndIndicatorsHavePreviousValues) {
  EXPECT_EQ(ErrorOf("close[1] > sma(5)[2] and macd().signal[0] > 0"), "fine");
  EXPECT_EQ(ErrorOf("oversold[1] > 0"),
            "8+3: oversold is a parameter; only prices and indicators have "
            "previous values");
  EXPECT_EQ(ErrorOf("crosses_above(close, open)[1]"),
            "26+3: crosses_above is a function; only prices and indicators "
            "have previous values");
}

TEST(AnalysisTest, ParametersStandForTheirValues) {
  RuleError error;
  std::set<std::string> used;
  const auto expression =
      AnalyzeRule("sma(2 * period - 1) > oversold", kParameters, &used, &error);
  ASSERT_TRUE(expression.has_value()) << error.message;
  EXPECT_EQ(used, (std::set<std::string>{"oversold", "period"}));
  ASSERT_EQ(expression->indicators.size(), 1u);
  EXPECT_EQ(expression->indicators[0].ToString(), "sma(period=27)");
}

TEST(AnalysisTest, EqualIndicatorsAreOne) {
  const Expression expression =
      Analyzed("rsi() < 1 or rsi(14) < 2 or rsi(period=14)[3] < rsi(15)");
  ASSERT_EQ(expression.indicators.size(), 2u);
  EXPECT_EQ(expression.indicators[0].ToString(), "rsi(period=14)");
  EXPECT_EQ(expression.indicators[1].ToString(), "rsi(period=15)");
}

TEST(AnalysisTest, KnowsTheWarmUp) {
  EXPECT_EQ(Analyzed("1 < 2").warm_up, 0u);
  EXPECT_EQ(Analyzed("close > open[3]").warm_up, 3u);
  // sma(5) has its first value at bar 4.
  EXPECT_EQ(Analyzed("close > sma(5)").warm_up, 4u);
  EXPECT_EQ(Analyzed("close[9] > sma(5)[2]").warm_up, 9u);
  EXPECT_EQ(Analyzed("close[1] > sma(5)[2] or close > 1").warm_up, 6u);
}

TEST(AnalysisTest, KnowsWhetherVolumeIsUsed) {
  EXPECT_TRUE(Analyzed("volume > volume[1]").uses_volume);
  EXPECT_FALSE(Analyzed("close > close[1]").uses_volume);
}

TEST(AnalysisTest, LimitsTheIndicators) {
  std::string text = "sma(1) > 1";
  for (int i = 2; i <= 32; ++i) {
    text += " or sma(" + std::to_string(i) + ") > 1";
  }
  EXPECT_EQ(ErrorOf(text + " or sma(7)[1] > 1"), "fine");
  const std::string size = std::to_string(text.size() + 4);
  EXPECT_EQ(ErrorOf(text + " or sma(33) > 1"),
            size +
                "+7: there are too many indicators; 32 different ones are "
                "the limit");
}

TEST(AnalysisTest, KnowsNamesForParameters) {
  for (const char* name : {"oversold", "a1", "_x", "sma", "A"}) {
    EXPECT_TRUE(IsRuleParameterName(name)) << name;
  }
  for (const char* name :
       {"", "1a", "a b", " a", "a ", "a.b", "and", "close", "abs", "a-b"}) {
    EXPECT_FALSE(IsRuleParameterName(name)) << name;
  }
}

}  // namespace
}  // namespace admf
