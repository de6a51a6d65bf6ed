#include "engine/strategies/rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/rules/analysis.h"
#include "engine/rules/byte_words.h"
#include "engine/rules/program.h"
#include "engine/rules/rule_error.h"

namespace admf {
namespace {

/// The parameters that are expressions, in the order of kLong and so on.
constexpr const char* kConditions[] = {"long_when", "short_when", "exit_when",
                                       "exit_long_when", "exit_short_when"};
constexpr size_t kLong = 0;
constexpr size_t kShort = 1;
constexpr size_t kExit = 2;
constexpr size_t kExitLong = 3;
constexpr size_t kExitShort = 4;
constexpr size_t kConditionCount = std::size(kConditions);

// What the conditions of a bar come to, in one byte.
constexpr uint8_t kWantsLong = 1;
constexpr uint8_t kWantsShort = 2;
constexpr uint8_t kLeavesLong = 4;
constexpr uint8_t kLeavesShort = 8;

/// The bits that change something for who is on this side.
constexpr uint8_t Changing(Side side) {
  return side == Side::kLong    ? kWantsShort | kLeavesLong
         : side == Side::kShort ? kWantsLong | kLeavesShort
                                : kWantsLong | kWantsShort;
}

constexpr Side After(Side side, uint8_t bits) {
  const uint8_t changing = bits & Changing(side);
  if (changing == 0) return side;
  if ((changing & kWantsLong) != 0) return Side::kLong;
  if ((changing & kWantsShort) != 0) return Side::kShort;
  return Side::kFlat;
}

class RulesStrategy final : public Strategy {
 public:
  /// `expressions` in the order of kConditions; at least one entry.
  explicit RulesStrategy(
      const std::array<std::optional<Expression>, kConditionCount>& expressions)
      : program_(Compile(expressions)) {
    size_t given = 0;
    for (size_t k = 0; k < kConditionCount; ++k) {
      if (expressions[k]) conditions_[k] = given++;
    }
  }

  std::vector<IndicatorSpec> Indicators() const override {
    return program_.indicators();
  }

  bool NeedsVolume() const override { return program_.uses_volume(); }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    for (size_t from = begin; from < end; from += RuleProgram::kBlock) {
      const size_t to = std::min(from + RuleProgram::kBlock, end);
      program_.Compute(bars, indicators, begin, from, to);
      CombineConditions(to - from);
      FollowSides(from, to - from, decisions);
    }
  }

 private:
  static RuleProgram Compile(const std::array<std::optional<Expression>,
                                              kConditionCount>& expressions) {
    std::vector<Expression> given;
    for (const auto& expression : expressions) {
      if (expression) given.push_back(*expression);
    }
    return RuleProgram::Compile(given);
  }

  /// 1 at bars where the condition holds; never, where there is none.
  const uint8_t* ResultOf(size_t condition) const {
    static constexpr uint8_t kNever[RuleProgram::kBlock] = {};
    const auto& index = conditions_[condition];
    return index ? program_.result(*index).data() : kNever;
  }

  void CombineConditions(size_t count) {
    const uint8_t* const enter_long = ResultOf(kLong);
    const uint8_t* const enter_short = ResultOf(kShort);
    const uint8_t* const exit = ResultOf(kExit);
    const uint8_t* const exit_long = ResultOf(kExitLong);
    const uint8_t* const exit_short = ResultOf(kExitShort);
    for (size_t i = 0; i < count; ++i) {
      const uint8_t leaves_long = exit[i] | exit_long[i];
      const uint8_t leaves_short = exit[i] | exit_short[i];
      const uint8_t wants_long =
          enter_long[i] & (enter_short[i] ^ 1) & (leaves_long ^ 1);
      const uint8_t wants_short =
          enter_short[i] & (enter_long[i] ^ 1) & (leaves_short ^ 1);
      bits_[i] = static_cast<uint8_t>(
          wants_long * kWantsLong | wants_short * kWantsShort |
          leaves_long * kLeavesLong | leaves_short * kLeavesShort);
    }
    // What fills up the last word changes nothing.
    std::fill_n(bits_.begin() + static_cast<ptrdiff_t>(count), kWordBytes,
                uint8_t{0});
  }

  /// At most bars nothing changes.
  void FollowSides(size_t first_bar, size_t count,
                   std::vector<Decision>* decisions) {
    Side side = side_;
    for (size_t begin = 0; begin < count; begin += kWordBytes) {
      uint64_t word = LoadWord(&bits_[begin]);
      while ((word & WordOf(Changing(side))) != 0) {
        const size_t byte = FirstByte(word & WordOf(Changing(side)));
        side = After(side, bits_[begin + byte]);
        decisions->push_back(
            {static_cast<int64_t>(first_bar + begin + byte), side});
        word &= BytesBehind(byte);
      }
    }
    side_ = side;
  }

  RuleProgram program_;
  /// Which of the program's conditions each one is.
  std::array<std::optional<size_t>, kConditionCount> conditions_;
  std::array<uint8_t, RuleProgram::kBlock + kWordBytes> bits_ = {};
  Side side_ = Side::kFlat;
};

bool IsCondition(std::string_view name) {
  return std::find(std::begin(kConditions), std::end(kConditions), name) !=
         std::end(kConditions);
}

/// What the parameters come to.
struct ReadRules {
  std::array<std::optional<Expression>, kConditionCount> expressions;
  std::vector<ParameterProblem> problems;
};

ReadRules Read(const ParameterSet& parameters) {
  ReadRules read;
  RuleParameters numbers;
  for (const auto& [name, value] : parameters.values()) {
    if (IsCondition(name)) continue;
    if (!IsRuleParameterName(name)) {
      read.problems.push_back(
          {name,
           "expressions can't use a number of this name; names are letters, "
           "digits and _, and none of a price, function or operator"});
    }
    numbers[name] = std::get<double>(value);
  }
  std::set<std::string> used;
  bool all_read = true;
  for (size_t k = 0; k < kConditionCount; ++k) {
    const std::string& text = parameters.GetText(kConditions[k]);
    if (text.empty()) continue;
    RuleError error;
    read.expressions[k] = AnalyzeRule(text, numbers, &used, &error);
    if (read.expressions[k]) continue;
    all_read = false;
    read.problems.push_back({kConditions[k], Describe(error, text)});
  }
  if (parameters.GetText("long_when").empty() &&
      parameters.GetText("short_when").empty()) {
    read.problems.push_back(
        {"long_when",
         "there is no entry; give long_when, short_when or both, such as "
         "long_when: \"close > sma(200) and rsi(14) < 30\""});
    return read;
  }
  // A misspelt name is one problem, not two.
  if (!all_read) return read;
  for (const auto& [name, number] : numbers) {
    if (used.contains(name) || !IsRuleParameterName(name)) continue;
    read.problems.push_back(
        {name, absl::StrCat("no expression uses the parameter ", name,
                            "; use it, or leave it out")});
  }
  return read;
}

ParameterDefinition Condition(const char* name, const char* description) {
  return ParameterDefinition::Text(name, description);
}

}  // namespace

StrategyDefinition Rules() {
  return {
      .name = "rules",
      .description =
          "Enters and leaves as conditions say that are written down, such as "
          "`close > sma(200) and rsi(14) < 30`. At the close of a bar: a side "
          "is wanted if its entry condition holds, that of the other side "
          "doesn't, and none of the side's own exit conditions does; a wanted "
          "side that isn't held is taken, straight from the other one, too; "
          "otherwise an exit condition of the held side closes it. Numbers of "
          "other names are parameters that the conditions can use. "
          "docs/rules.md describes the language.",
      .parameters = {Condition("long_when",
                               "When to go long. At least one of long_when and "
                               "short_when is needed."),
                     Condition("short_when", "When to go short."),
                     Condition("exit_when", "When to leave either side."),
                     Condition("exit_long_when",
                               "When to leave the long side."),
                     Condition("exit_short_when",
                               "When to leave the short side.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        const ReadRules read = Read(parameters);
        CHECK(read.problems.empty());
        return std::make_unique<RulesStrategy>(read.expressions);
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            for (auto& problem : Read(parameters).problems) {
              problems->push_back(std::move(problem));
            }
          },
      .other_parameters = OtherParameters::kNumbers,
  };
}

}  // namespace admf
