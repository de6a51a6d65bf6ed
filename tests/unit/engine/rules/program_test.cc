#include "engine/rules/program.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/indicators/computing_indicator_source.h"
#include "engine/rules/analysis.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

RuleProgram ProgramOf(const std::vector<std::string>& texts) {
  std::vector<Expression> expressions;
  for (const std::string& text : texts) {
    RuleError error;
    std::set<std::string> used;
    auto expression = AnalyzeRule(text, {{"limit", 2.5}}, &used, &error);
    EXPECT_TRUE(expression.has_value()) << error.message;
    expressions.push_back(*std::move(expression));
  }
  return RuleProgram::Compile(expressions);
}

/// The results of all bars, as digits.
std::vector<std::string> ResultsOf(
    const std::vector<std::string>& texts,
    const std::shared_ptr<const BarSeries>& bars) {
  RuleProgram program = ProgramOf(texts);
  ComputingIndicatorSource source;
  std::vector<std::unique_ptr<IndicatorReader>> readers;
  for (const auto& spec : program.indicators()) {
    readers.push_back(*source.Open(spec, bars, std::stop_token()));
  }
  std::vector<std::string> results(texts.size());
  for (size_t begin = 0; begin < bars->size(); begin += RuleProgram::kBlock) {
    const size_t end = std::min(begin + RuleProgram::kBlock, bars->size());
    std::vector<IndicatorOutputs> outputs;
    for (const auto& reader : readers) {
      outputs.push_back(reader->Read(begin, end));
    }
    program.Compute(*bars, outputs, begin, begin, end);
    for (size_t k = 0; k < texts.size(); ++k) {
      for (const uint8_t one : program.result(k)) {
        results[k] += one == 1 ? '1' : one == 0 ? '0' : '?';
      }
    }
  }
  return results;
}

using Results = std::vector<std::string>;

TEST(ProgramTest, ComparesAndComputes) {
  const auto bars = BarsOfCloses({1, 2, 3, 4, 2});
  EXPECT_EQ(ResultsOf({"close > 2", "close >= 2", "close < 2", "close <= 2",
                       "close == 2", "close != 2"},
                      bars),
            (Results{"00110", "01111", "10000", "11001", "01001", "10110"}));
  EXPECT_EQ(
      ResultsOf({"close * 2 - 1 > 4", "close / 2 == 1", "-close < -limit",
                 "abs(close - 3) == 1", "min(close, 3, limit) == limit",
                 "max(close, 3) == 3", "close + open == 5"},
                bars),
      // open is the close before: 1 1 2 3 4
      (Results{"00110", "01001", "00110", "01011", "00110", "11101", "00100"}));
  EXPECT_EQ(ResultsOf({"close > 2 and close < 4", "close < 2 or close > 3",
                       "not close > 2", "1 < 2", "2 < 1"},
                      bars),
            (Results{"00100", "10010", "11001", "11111", "00000"}));
}

TEST(ProgramTest, KnowsPricesAndPreviousValues) {
  const auto bars = BarsOfRanges({5, 6, 7}, {1, 2, 3}, {2, 3, 4});
  EXPECT_EQ(ResultsOf({"high == close + 3", "low == close - 1", "open == low",
                       "close == close[1] + 1", "high[2] == 5 and high[0] == 7",
                       "low[1] + 1 == low"},
                      bars),
            (Results{"111", "111", "111", "011", "001", "011"}));
}

TEST(ProgramTest, IsUnknownUntilEverythingHasAValue) {
  const auto bars = BarsOfCloses({1, 2, 3, 4, 5, 6});
  // sma(3) has its first value at bar 2.
  EXPECT_EQ(ResultsOf({"close > sma(3)", "not close < sma(3)",
                       "close > 0 or sma(3) > 0",
                       "close > 0 or not sma(3)[1] > 0", "close != close[2]"},
                      bars),
            (Results{"001111", "001111", "001111", "000111", "001111"}));
}

TEST(ProgramTest, WaitsForAnIndicatorWhoseBeginningIsKnownFromTheTimesAlone) {
  // Two days of three bars; pivot points begin with the second one.
  constexpr int64_t kHour = 3'600'000'000;
  const auto bars =
      BarsAt({0, kHour, 2 * kHour, 24 * kHour, 25 * kHour, 26 * kHour}, "UTC",
             {1, 2, 3, 4, 5, 6}, {});
  EXPECT_EQ(
      ResultsOf(
          {"close > pivot_points().pivot", "not close < pivot_points().pivot",
           "close > 0 or pivot_points().pivot[1] > 0",
           "not close < pivot_points().r1 and sma(5) > 0", "close > 0"},
          bars),
      (Results{"000111", "000111", "000011", "000011", "111111"}));
}

TEST(ProgramTest, WaitsForAnIndicatorOverManyBlocks) {
  constexpr int64_t kMinute = 60'000'000;
  constexpr size_t kDay = 24 * 60;
  static_assert(kDay > 2 * RuleProgram::kBlock);
  std::vector<int64_t> times;
  for (size_t i = 0; i < kDay + 5; ++i) {
    times.push_back(static_cast<int64_t>(i) * kMinute);
  }
  const std::vector<double> prices(times.size(), 7);
  const std::string known = ResultsOf({"not close < pivot_points().pivot[2]"},
                                      BarsAt(times, "UTC", prices, {}))[0];
  EXPECT_EQ(known, std::string(kDay + 2, '0') + "111");
}

TEST(ProgramTest, WhatIsNoNumberComparesFalse) {
  const auto bars = BarsOfCloses({1, 1, 2});
  // 0 / 0 at the first two bars, 1 / 1 at the last one.
  const std::string number = "(close - 1) / (close - 1)";
  EXPECT_EQ(ResultsOf({number + " == 1", number + " != 1", number + " < 5",
                       number + " >= 5", "not " + number + " < 5",
                       "min(" + number + ", 3) < 5",
                       "max(3, " + number + ") < 5", "abs(" + number + ") < 5"},
                      bars),
            (Results{"001", "000", "001", "000", "110", "001", "001", "001"}));
  EXPECT_EQ(
      ResultsOf({"1 / (close - 1) > 1e300", "-1 / (close - 1) < 0"}, bars),
      (Results{"110", "111"}));
}

TEST(ProgramTest, CrossesWhereTheSignChanges) {
  const auto bars = BarsOfCloses({1, 3, 2, 2, 1, 2, 3, 3, 1});
  // close - 2:                  -  +  0  0  -  0  +  +  -
  EXPECT_EQ(ResultsOf({"crosses_above(close, 2)", "crosses_below(close, 2)",
                       "crosses_above(2, close)", "crosses_below(2, close)"},
                      bars),
            (Results{"010000100", "000010001", "000010001", "010000100"}));
  // What is seen before everything else is known counts: below, then above.
  EXPECT_EQ(ResultsOf({"crosses_above(close, 2) and sma(2) > 0"}, bars),
            (Results{"010000100"}));
  EXPECT_EQ(ResultsOf({"crosses_above(close, 2) and sma(3) > 0"}, bars),
            (Results{"000000100"}));
}

TEST(ProgramTest, EqualIndicatorsOfSeveralConditionsAreOne) {
  const RuleProgram program =
      ProgramOf({"sma(5) > ema(3)", "ema(3) > close", "sma(5)[1] > ema(4)"});
  std::vector<std::string> names;
  for (const auto& spec : program.indicators())
    names.push_back(spec.ToString());
  EXPECT_EQ(names, (std::vector<std::string>{"sma(period=5)", "ema(period=3)",
                                             "ema(period=4)"}));
}

TEST(ProgramTest, OneConditionMayBePartOfAnother) {
  const auto bars = BarsOfCloses({1, 2, 3, 4, 5, 6});
  // Each by itself: the first one knows nothing of sma(4).
  EXPECT_EQ(
      ResultsOf({"close > 2", "close > 2 and sma(4) > 0", "not close > 2"},
                bars),
      (Results{"001111", "000111", "110000"}));
}

TEST(ProgramTest, GoesThroughManyBlocks) {
  std::vector<double> closes;
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    closes.push_back(1 + i % 7);
    // 700 bars are a multiple of 7.
    expected += i >= 700 ? '1' : '0';
  }
  EXPECT_EQ(ResultsOf({"close == close[700]"}, BarsOfCloses(closes)),
            Results{expected});
}

}  // namespace
}  // namespace admf
