#include "engine/strategies/rules.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"
#include "tests/unit/engine/strategies/test_decisions.h"

namespace admf {
namespace {

using Decisions = std::vector<Decision>;
using Texts = std::vector<std::string>;
using Given = std::map<std::string, ParameterValue>;

constexpr Side kLong = Side::kLong;
constexpr Side kShort = Side::kShort;

/// The sides after each bar, as + - 0, of closes from 1 to 9, one a digit.
std::string SidesOf(const std::map<std::string, std::string>& rules,
                    const std::string& closes) {
  std::vector<double> prices;
  for (const char digit : closes) prices.push_back(digit - '0');
  const Decisions decisions = DecisionsOf(
      "rules", Given(rules.begin(), rules.end()), BarsOfCloses(prices));
  std::string sides;
  Side side = Side::kFlat;
  size_t next = 0;
  for (size_t bar = 0; bar < closes.size(); ++bar) {
    if (next < decisions.size() &&
        decisions[next].bar == static_cast<int64_t>(bar)) {
      side = decisions[next++].side;
    }
    sides += side == kLong ? '+' : side == kShort ? '-' : '0';
  }
  EXPECT_EQ(next, decisions.size());
  return sides;
}

TEST(RulesTest, EntersAndLeaves) {
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"}, {"exit_when", "close < 3"}},
                    "16444269"),
            "0++++0++");
  EXPECT_EQ(SidesOf({{"short_when", "close < 3"}, {"exit_when", "close > 5"}},
                    "44244614"),
            "00---0--");
}

TEST(RulesTest, StaysWithoutAnExitUntilTheOtherSide) {
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"}, {"short_when", "close < 3"}},
                    "4644246"),
            "0+++--+");
}

TEST(RulesTest, ContradictingEntriesAreNone) {
  const std::map<std::string, std::string> rules = {
      {"long_when", "close > 3"}, {"short_when", "close > 5 or close == 1"}};
  EXPECT_EQ(SidesOf(rules, "6"), "0");
  EXPECT_EQ(SidesOf(rules, "464"), "+++");
  EXPECT_EQ(SidesOf(rules, "161"), "---");
  EXPECT_EQ(SidesOf(rules, "4641624"), "+++---+");
}

TEST(RulesTest, DoesNotEnterWhatItWouldLeave) {
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"}, {"exit_when", "close > 7"}},
                    "18687"),
            "00+0+");
  // The entry of the held side doesn't hold the exit up.
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"}, {"exit_when", "close == 7"}},
                    "6767"),
            "+0+0");
}

TEST(RulesTest, AnExitAndTheOtherEntryTurnAround) {
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"},
                     {"short_when", "close < 3"},
                     {"exit_long_when", "close < 4"}},
                    "63626"),
            "+0+-+");
  // An exit of both sides keeps it from entering the other one.
  EXPECT_EQ(SidesOf({{"long_when", "close > 5"},
                     {"short_when", "close < 3"},
                     {"exit_when", "close < 4"}},
                    "626"),
            "+0+");
}

TEST(RulesTest, EachSideHasItsOwnExit) {
  const std::map<std::string, std::string> rules = {
      {"long_when", "close == 9"},
      {"short_when", "close == 1"},
      {"exit_long_when", "close == 4"},
      {"exit_short_when", "close == 6"},
      {"exit_when", "close == 5"}};
  EXPECT_EQ(SidesOf(rules, "96478146795815"), "++000--00+00-0");
}

TEST(RulesTest, DecidesNothingUntilAllIsKnown) {
  // sma(3) has its first value at bar 2; the exit knows more than the entry.
  EXPECT_EQ(SidesOf({{"long_when", "close > 0 or sma(3) > 0"},
                     {"exit_when", "close == 5"}},
                    "1115111"),
            "00+0+++");
}

TEST(RulesTest, TakesNumbersByName) {
  const auto bars = BarsOfCloses({1, 2, 3, 4, 5});
  EXPECT_EQ(DecisionsOf("rules",
                        {{"long_when", std::string("close > level * 2")},
                         {"level", 1.5}},
                        bars),
            (Decisions{{3, kLong}}));
  EXPECT_EQ(DecisionsOf("rules",
                        {{"long_when", std::string("sma(length) > 2")},
                         {"length", int64_t{3}}},
                        bars),
            (Decisions{{3, kLong}}));
}

TEST(RulesTest, CrossingsAreThoseOfTheCrossoverStrategies) {
  for (const uint64_t seed : {1, 2, 3}) {
    const auto bars = RandomBars(20'000, seed);
    const Decisions expected = DecisionsOf(
        "sma_crossover",
        {{"fast_period", int64_t{10}}, {"slow_period", int64_t{20}}}, bars);
    EXPECT_GT(expected.size(), 100u);
    EXPECT_EQ(
        DecisionsOf(
            "rules",
            {{"long_when", std::string("crosses_above(sma(10), sma(20))")},
             {"short_when", std::string("crosses_below(sma(10), sma(20))")}},
            bars),
        expected);
    EXPECT_EQ(
        DecisionsOf(
            "rules",
            {{"long_when", std::string("crosses_above(macd().macd, "
                                       "macd(12, 26, 9).signal)")},
             {"short_when", std::string("crosses_below(macd().macd, "
                                        "macd(signal_period=9).signal)")}},
            bars),
        DecisionsOf("macd_crossover", {}, bars));
  }
}

TEST(RulesTest, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(ProblemsOf("rules", {{"long_when", std::string("close > smaa(20)")},
                                 {"exit_when", std::string("rsi(14)")}}),
            (Texts{"long_when: column 9: there is no indicator or function "
                   "smaa; did you mean sma?\n"
                   "    close > smaa(20)\n"
                   "            ^~~~",
                   "exit_when: column 1: expected a condition such as `rsi(14) "
                   "< 30`, found a number\n"
                   "    rsi(14)\n"
                   "    ^~~~~~~"}));
}

TEST(RulesTest, NeedsAnEntry) {
  EXPECT_EQ(ProblemsOf("rules", {{"exit_when", std::string("close > 1")}}),
            (Texts{"long_when: there is no entry; give long_when, short_when "
                   "or both, such as long_when: \"close > sma(200) and rsi(14) "
                   "< 30\""}));
  EXPECT_EQ(ProblemsOf("rules", {{"short_when", std::string("close > 1")}}),
            Texts{});
}

TEST(RulesTest, RefusesParametersThatNothingUses) {
  EXPECT_EQ(ProblemsOf("rules", {{"long_when", std::string("close > level")},
                                 {"level", 1.0},
                                 {"limit", 2.0}}),
            (Texts{"limit: no expression uses the parameter limit; use it, or "
                   "leave it out"}));
  // The misspelt name is the problem.
  EXPECT_EQ(ProblemsOf("rules", {{"long_when", std::string("close > levl")},
                                 {"level", 1.0}})
                .size(),
            1u);
  EXPECT_EQ(ProblemsOf("rules", {{"long_when", std::string("close > 1")},
                                 {"high", 1.0}}),
            (Texts{"high: expressions can't use a number of this name; names "
                   "are letters, digits and _, and none of a price, function "
                   "or operator"}));
}

TEST(RulesTest, NeedsVolumeIfItUsesIt) {
  std::vector<ParameterProblem> problems;
  const StrategyDefinition rules = Rules();
  const auto needs = [&](const std::string& text) {
    return rules
        .create(ParameterSet::Resolve(rules.parameters, {{"long_when", text}},
                                      &problems))
        ->NeedsVolume();
  };
  EXPECT_TRUE(needs("volume > 1"));
  EXPECT_FALSE(needs("close > 1"));
}

}  // namespace
}  // namespace admf
