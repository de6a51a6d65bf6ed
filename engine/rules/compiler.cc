#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "engine/rules/program.h"

namespace admf {

/// Makes a program from conditions: numbers their values, equal ones once, and
/// gives each a register for as long as it is needed.
class RuleCompiler {
 public:
  RuleProgram Compile(std::span<const Expression> conditions) {
    for (const Expression& condition : conditions) AddCondition(condition);
    AddDelays();
    AssignRegisters();
    return std::move(program_);
  }

 private:
  using Operation = Expression::Operation;
  using Node = Expression::Node;

  static constexpr size_t kNone = RuleProgram::kNone;

  /// What a value is: two nodes of the same key have the same value.
  using Key = std::tuple<Operation, uint64_t, size_t, size_t, size_t>;

  void AddCondition(const Expression& condition) {
    indicators_.clear();
    for (const IndicatorSpec& spec : condition.indicators) {
      const auto [place, is_new] = indicator_indices_.emplace(
          spec.ToString(), program_.indicators_.size());
      if (is_new) program_.indicators_.push_back(spec);
      indicators_.push_back(place->second);
    }
    program_.uses_volume_ |= condition.uses_volume;

    const auto& nodes = condition.nodes;
    std::vector<bool> needed(nodes.size(), false);
    needed.back() = true;
    for (size_t i = nodes.size(); i-- > 0;) {
      if (!needed[i] || !HasOperands(nodes[i].operation)) continue;
      needed[nodes[i].left] = true;
      if (!IsUnary(nodes[i].operation)) needed[nodes[i].right] = true;
    }
    std::vector<size_t> values(nodes.size(), kNone);
    std::vector<size_t> awaited;
    for (size_t i = 0; i < nodes.size(); ++i) {
      if (!needed[i]) continue;
      values[i] = ValueOf(nodes[i], values);
      if (nodes[i].operation == Operation::kIndicator) {
        awaited.push_back(values[i]);
      }
    }
    program_.conditions_.push_back(
        {values.back(), condition.warm_up, std::move(awaited)});
  }

  static bool HasOperands(Operation operation) {
    return operation > Operation::kIndicator;
  }

  static bool IsUnary(Operation operation) {
    return operation == Operation::kNegate ||
           operation == Operation::kAbsolute || operation == Operation::kNot;
  }

  /// One way or the other.
  static bool IsCrossing(Operation operation) {
    return operation == Operation::kCrossesAbove ||
           operation == Operation::kCrossesBelow;
  }

  size_t ValueOf(const Node& node, const std::vector<size_t>& values) {
    if (node.operation == Operation::kConstant) {
      return Number(
          {node.operation, std::bit_cast<uint64_t>(node.constant), 0, 0, 0});
    }
    if (!HasOperands(node.operation)) {
      const bool is_price = node.operation != Operation::kIndicator;
      return Number({node.operation, 0,
                     is_price ? 0 : indicators_[node.indicator], node.output,
                     node.previous});
    }
    const size_t left = values[node.left];
    if (IsUnary(node.operation)) {
      return Number({node.operation, 0, left, left, 0});
    }
    const size_t right = values[node.right];
    if (IsCrossing(node.operation)) {
      const size_t difference =
          Number({Operation::kSubtract, 0, left, right, 0});
      const size_t crossing =
          Number({Operation::kCrossing, 0, difference, difference, 0});
      return Number({node.operation, 0, crossing, crossing, 0});
    }
    return Number({node.operation, 0, left, right, 0});
  }

  /// The value of this key, made if it is new.
  size_t Number(const Key& key) {
    const auto [place, is_new] = values_.emplace(key, values_.size());
    if (is_new) Make(key, place->second);
    return place->second;
  }

  void Make(const Key& key, size_t value) {
    const auto& [operation, constant, first, second, previous] = key;
    if (operation == Operation::kConstant) {
      constants_.push_back({value, std::bit_cast<double>(constant)});
    } else if (!HasOperands(operation)) {
      program_.loads_.push_back({.value = value,
                                 .source = SourceOf(operation, first, second),
                                 .previous = previous});
    } else {
      size_t crossing = kNone;
      if (operation == Operation::kCrossing) {
        crossing = program_.crossings_.size();
        program_.crossings_.emplace_back();
      }
      program_.instructions_.push_back({.operation = operation,
                                        .result = value,
                                        .left = first,
                                        .right = second,
                                        .crossing = crossing});
    }
  }

  size_t SourceOf(Operation operation, size_t indicator, size_t output) {
    auto& sources = program_.sources_;
    const auto found = std::find_if(
        sources.begin(), sources.end(), [&](const RuleProgram::Source& one) {
          return one.operation == operation && one.indicator == indicator &&
                 one.output == output;
        });
    if (found != sources.end()) return found - sources.begin();
    sources.push_back({operation, indicator, output, kNone});
    return sources.size() - 1;
  }

  void AddDelays() {
    std::vector<size_t> longest(program_.sources_.size(), 0);
    for (const auto& load : program_.loads_) {
      longest[load.source] = std::max(longest[load.source], load.previous);
    }
    for (size_t i = 0; i < longest.size(); ++i) {
      if (longest[i] == 0) continue;
      program_.sources_[i].delay = program_.delays_.size();
      program_.delays_.emplace_back(longest[i], RuleProgram::kBlock);
    }
  }

  static bool IsCondition(Operation operation) {
    return operation >= Operation::kLess;
  }

  void AssignRegisters() {
    const size_t count = values_.size();
    program_.numbers_.resize(count, nullptr);
    program_.number_results_.resize(count, nullptr);
    program_.bytes_.resize(count, nullptr);
    auto& number_registers = program_.number_registers_;
    auto& byte_registers = program_.byte_registers_;
    for (const auto& [value, constant] : constants_) {
      number_registers.emplace_back(RuleProgram::kBlock, constant);
      program_.numbers_[value] = number_registers.back().data();
    }

    const auto& instructions = program_.instructions_;
    std::vector<size_t> last_use(count, 0);
    for (size_t i = 0; i < instructions.size(); ++i) {
      last_use[instructions[i].left] = i;
      last_use[instructions[i].right] = i;
    }
    // What a condition comes to is needed to the end.
    for (const auto& condition : program_.conditions_) {
      last_use[condition.value] = instructions.size();
    }
    std::vector<double*> free_numbers;
    std::vector<uint8_t*> free_bytes;
    for (size_t i = 0; i < instructions.size(); ++i) {
      const auto& [operation, result, left, right, crossing] = instructions[i];
      // An operand's register becomes free after the operation, so that no
      // operation writes what it reads.
      if (IsCondition(operation)) {
        if (free_bytes.empty()) {
          byte_registers.emplace_back(RuleProgram::kBlock);
          free_bytes.push_back(byte_registers.back().data());
        }
        program_.bytes_[result] = free_bytes.back();
        free_bytes.pop_back();
      } else {
        if (free_numbers.empty()) {
          number_registers.emplace_back(RuleProgram::kBlock);
          free_numbers.push_back(number_registers.back().data());
        }
        program_.number_results_[result] = free_numbers.back();
        program_.numbers_[result] = free_numbers.back();
        free_numbers.pop_back();
      }
      for (const size_t operand : {left, right}) {
        if (last_use[operand] != i) continue;
        if (program_.number_results_[operand] != nullptr) {
          free_numbers.push_back(program_.number_results_[operand]);
        } else if (program_.bytes_[operand] != nullptr) {
          free_bytes.push_back(program_.bytes_[operand]);
        }
        // Both operands can be one value.
        if (left == right) break;
      }
    }
    program_.results_.resize(program_.conditions_.size(),
                             std::vector<uint8_t>(RuleProgram::kBlock));
  }

  struct Constant {
    size_t value;
    double constant;
  };

  RuleProgram program_;
  std::map<Key, size_t> values_;
  std::map<std::string, size_t> indicator_indices_;
  /// Of the condition that is added: which of the program's each one is.
  std::vector<size_t> indicators_;
  std::vector<Constant> constants_;
};

RuleProgram RuleProgram::Compile(std::span<const Expression> conditions) {
  return RuleCompiler().Compile(conditions);
}

}  // namespace admf
