// Programs come to what an evaluator comes to that walks a tree bar by bar, to
// the bit, however the bars are cut.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/indicators/indicator.h"
#include "engine/rules/analysis.h"
#include "engine/rules/program.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

int Draw(int low, int high) { return *rc::gen::inRange(low, high + 1); }

template <typename T>
T OneOf(const std::vector<T>& values) {
  return values[Draw(0, static_cast<int>(values.size()) - 1)];
}

/// An indicator as it is written, and what it is.
struct Written {
  std::string text;
  std::string name;
  std::map<std::string, ParameterValue> parameters;
  size_t output;
};

const std::vector<Written>& Indicators() {
  static const auto* const indicators = new std::vector<Written>{
      {"sma(3)", "sma", {{"period", int64_t{3}}}, 0},
      {"sma(period=40)", "sma", {{"period", int64_t{40}}}, 0},
      {"ema(2 * 2)", "ema", {{"period", int64_t{4}}}, 0},
      {"rsi()", "rsi", {}, 0},
      {"atr(level / 10).value", "atr", {{"period", int64_t{3}}}, 0},
      {"macd(3, 5, 2).signal",
       "macd",
       {{"fast_period", int64_t{3}},
        {"slow_period", int64_t{5}},
        {"signal_period", int64_t{2}}},
       1},
      {"bollinger(5, deviations=1.5).lower",
       "bollinger",
       {{"period", int64_t{5}}, {"deviations", 1.5}},
       2},
  };
  return *indicators;
}

/// A tree of its own: nothing of it is the program's.
struct Tree {
  std::string operation;  // as it is written, or "number", "price", ...
  double number = 0;
  std::string number_text;
  std::string price;
  size_t indicator = 0;
  size_t previous = 0;
  std::vector<Tree> operands;
};

Tree DrawNumber(int depth) {
  const int kind = depth == 0 ? Draw(0, 2) : Draw(0, 6);
  if (kind == 0) {
    static const std::vector<std::pair<std::string, double>> kNumbers = {
        {"0", 0}, {"1", 1}, {"2.5", 2.5}, {"level", 30}, {"100", 100}};
    const auto [text, number] = OneOf(kNumbers);
    return {.operation = "number", .number = number, .number_text = text};
  }
  const size_t previous = Draw(0, 1) == 0 ? 0 : OneOf<size_t>({1, 2, 7, 60});
  if (kind == 1) {
    return {.operation = "price",
            .price = OneOf<std::string>({"open", "high", "low", "close"}),
            .previous = previous};
  }
  if (kind == 2) {
    return {.operation = "indicator",
            .indicator = static_cast<size_t>(
                Draw(0, static_cast<int>(Indicators().size()) - 1)),
            .previous = previous};
  }
  if (kind == 3) {
    return {.operation = OneOf<std::string>({"negate", "abs"}),
            .operands = {DrawNumber(depth - 1)}};
  }
  Tree tree{.operation = OneOf<std::string>({"+", "-", "*", "/", "min", "max"}),
            .operands = {DrawNumber(depth - 1), DrawNumber(depth - 1)}};
  const bool more = tree.operation == "min" || tree.operation == "max";
  if (more && Draw(0, 2) == 0) tree.operands.push_back(DrawNumber(depth - 1));
  return tree;
}

Tree DrawCondition(int depth) {
  const int kind = depth == 0 ? Draw(0, 1) : Draw(0, 5);
  if (kind <= 1) {
    return {.operation = OneOf<std::string>({"<", "<=", ">", ">=", "==", "!=",
                                             "crosses_above", "crosses_below"}),
            .operands = {DrawNumber(2), DrawNumber(2)}};
  }
  if (kind == 2) {
    return {.operation = "not", .operands = {DrawCondition(depth - 1)}};
  }
  return {.operation = OneOf<std::string>({"and", "or"}),
          .operands = {DrawCondition(depth - 1), DrawCondition(depth - 1)}};
}

std::string Text(const Tree& tree) {
  const std::string& operation = tree.operation;
  const std::string previous =
      tree.previous == 0 ? "" : "[" + std::to_string(tree.previous) + "]";
  if (operation == "number") return tree.number_text;
  if (operation == "price") return tree.price + previous;
  if (operation == "indicator") {
    return Indicators()[tree.indicator].text + previous;
  }
  const std::string first = Text(tree.operands[0]);
  if (operation == "negate") return "(-" + first + ")";
  if (operation == "not") return "(not " + first + ")";
  const bool call = operation == "abs" || operation == "min" ||
                    operation == "max" || operation.starts_with("crosses");
  std::string text = call ? operation + "(" + first : "(" + first;
  for (size_t i = 1; i < tree.operands.size(); ++i) {
    text += (call ? ", " : " " + operation + " ") + Text(tree.operands[i]);
  }
  return text + ")";
}

class Walker {
 public:
  explicit Walker(std::shared_ptr<const BarSeries> bars)
      : bars_(std::move(bars)) {
    for (const Written& written : Indicators()) {
      columns_.push_back(Compute(written.name, written.parameters, *bars_)
                             .outputs[written.output]);
    }
  }

  bool Holds(const Tree& tree, size_t bar) const {
    return Known(tree, bar) && Condition(tree, bar);
  }

 private:
  double Leaf(const Tree& tree, size_t bar) const {
    if (bar < tree.previous) return kNan;
    const size_t at = bar - tree.previous;
    if (tree.operation == "indicator") return columns_[tree.indicator][at];
    if (tree.price == "open") return bars_->open()[at];
    if (tree.price == "high") return bars_->high()[at];
    if (tree.price == "low") return bars_->low()[at];
    return bars_->close()[at];
  }

  /// Whether everything that comes from outside has a value.
  bool Known(const Tree& tree, size_t bar) const {
    if (tree.operation == "price" || tree.operation == "indicator") {
      return !std::isnan(Leaf(tree, bar));
    }
    return std::all_of(tree.operands.begin(), tree.operands.end(),
                       [&](const Tree& one) { return Known(one, bar); });
  }

  double Number(const Tree& tree, size_t bar) const {
    const std::string& operation = tree.operation;
    if (operation == "number") return tree.number;
    if (operation == "price" || operation == "indicator") {
      return Leaf(tree, bar);
    }
    const double a = Number(tree.operands[0], bar);
    if (operation == "negate") return -a;
    if (operation == "abs") return std::fabs(a);
    if (operation == "min" || operation == "max") {
      double result = a;
      for (size_t i = 1; i < tree.operands.size(); ++i) {
        const double b = Number(tree.operands[i], bar);
        if (std::isnan(result) || std::isnan(b)) {
          result = kNan;
        } else if (operation == "min" ? b <= result : b >= result) {
          result = b;
        }
      }
      return result;
    }
    const double b = Number(tree.operands[1], bar);
    if (operation == "+") return a + b;
    if (operation == "-") return a - b;
    if (operation == "*") return a * b;
    return a / b;
  }

  bool Condition(const Tree& tree, size_t bar) const {
    const std::string& operation = tree.operation;
    const auto& operands = tree.operands;
    if (operation == "not") return !Condition(operands[0], bar);
    if (operation == "and") {
      return Condition(operands[0], bar) && Condition(operands[1], bar);
    }
    if (operation == "or") {
      return Condition(operands[0], bar) || Condition(operands[1], bar);
    }
    if (operation == "crosses_above") return Crosses(tree, bar, 1);
    if (operation == "crosses_below") return Crosses(tree, bar, -1);
    const double a = Number(operands[0], bar);
    const double b = Number(operands[1], bar);
    if (std::isnan(a) || std::isnan(b)) return false;
    if (operation == "<") return a < b;
    if (operation == "<=") return a <= b;
    if (operation == ">") return a > b;
    if (operation == ">=") return a >= b;
    if (operation == "==") return a == b;
    return a != b;
  }

  /// Of the difference of a crossing at every bar.
  const std::vector<int>& Signs(const Tree& tree) const {
    auto& signs = signs_[&tree];
    for (size_t bar = signs.size(); bar < bars_->size(); ++bar) {
      const double difference =
          Number(tree.operands[0], bar) - Number(tree.operands[1], bar);
      signs.push_back(difference > 0 ? 1 : difference < 0 ? -1 : 0);
    }
    return signs;
  }

  /// Whether there is a sign here, and the last one before was the other one.
  bool Crosses(const Tree& tree, size_t bar, int direction) const {
    const std::vector<int>& signs = Signs(tree);
    if (signs[bar] != direction) return false;
    for (size_t before = bar; before-- > 0;) {
      if (signs[before] != 0) return signs[before] != direction;
    }
    return false;
  }

  const std::shared_ptr<const BarSeries> bars_;
  std::vector<std::vector<double>> columns_;
  mutable std::map<const Tree*, std::vector<int>> signs_;
};

RC_GTEST_PROP(ProgramPropertyTest, ComesToWhatTheTreeSays, ()) {
  const auto bars = RandomBars(Draw(1, 250), Draw(0, 1000));
  std::vector<Tree> trees;
  std::vector<Expression> expressions;
  for (int i = Draw(1, 4); i > 0; --i) {
    trees.push_back(DrawCondition(3));
    RuleError error;
    std::set<std::string> used;
    auto expression =
        AnalyzeRule(Text(trees.back()), {{"level", 30}}, &used, &error);
    if (!expression) RC_FAIL(Text(trees.back()) + ": " + error.message);
    expressions.push_back(*std::move(expression));
  }
  RuleProgram program = RuleProgram::Compile(expressions);

  std::vector<IndicatorSeries> series;
  for (const auto& spec : program.indicators()) {
    series.push_back(Compute(spec.name, spec.parameters, *bars));
  }
  const Walker walker(bars);
  Random random(*rc::gen::arbitrary<uint64_t>(), /*stream=*/0);
  for (size_t begin = 0; begin < bars->size();) {
    // What is handed in begins somewhere before the block.
    const size_t end =
        std::min<size_t>(begin + random.NextBelow(100), bars->size());
    const size_t first = random.NextBelow(begin + 1);
    std::vector<std::vector<std::span<const double>>> spans;
    for (const auto& one : series) {
      auto& outputs = spans.emplace_back();
      for (size_t k = 0; k < one.outputs.size(); ++k) {
        outputs.push_back(one.output(k).subspan(first, end - first));
      }
    }
    const std::vector<IndicatorOutputs> outputs(spans.begin(), spans.end());
    program.Compute(*bars, outputs, first, begin, end);
    for (size_t k = 0; k < trees.size(); ++k) {
      const auto result = program.result(k);
      RC_ASSERT(result.size() == end - begin);
      for (size_t bar = begin; bar < end; ++bar) {
        if ((result[bar - begin] == 1) != walker.Holds(trees[k], bar)) {
          RC_FAIL(Text(trees[k]) + " at bar " + std::to_string(bar));
        }
      }
    }
    begin = end;
  }
}

}  // namespace
}  // namespace admf
