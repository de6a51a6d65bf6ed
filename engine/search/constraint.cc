#include "engine/search/constraint.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/catalog/nearest_name.h"
#include "engine/rules/lexer.h"
#include "engine/rules/number_operations.h"
#include "engine/rules/parser.h"
#include "engine/rules/rule_error.h"
#include "engine/rules/syntax_tree.h"

namespace admf {
namespace {

using Syntax = SyntaxTree::Node;

constexpr RuleVocabulary kVocabulary = {
    .condition = "fast_period < slow_period",
    .operands = "a parameter such as fast_period",
    .suffixes = "parameters have neither previous values nor outputs",
    .has_dotted_names = true};

constexpr char kExample[] = "`fast_period < slow_period`";

/// Conditions are 1 or 0.
double OperandOf(const ParameterValue& value) {
  const std::optional<double> number = NumberOf(value);
  return number.has_value() ? *number : std::get<bool>(value) ? 1 : 0;
}

}  // namespace

/// Goes through the syntax tree from the leaves on. Functions that return false
/// have set the error.
class ConstraintAnalyzer {
 public:
  using Operation = ParameterConstraint::Operation;
  using Step = ParameterConstraint::Step;

  ConstraintAnalyzer(const SyntaxTree& tree, const ParameterSpace& space,
                     const FixedParameters& fixed, RuleError* error)
      : tree_(tree), space_(space), fixed_(fixed), error_(*error) {}

  std::optional<std::vector<Step>> Analyze() {
    for (const Syntax& syntax : tree_.nodes) {
      if (!Add(syntax)) return std::nullopt;
      meanings_.push_back(steps_.size() - 1);
    }
    if (!NeedCondition(tree_.nodes.size() - 1)) return std::nullopt;
    return std::move(steps_);
  }

 private:
  bool Fail(size_t begin, size_t length, std::string message) {
    error_ = {begin, length, std::move(message)};
    return false;
  }

  bool Fail(const Syntax& syntax, std::string message) {
    return Fail(syntax.begin, syntax.length, std::move(message));
  }

  bool IsCondition(SyntaxTree::Index index) const {
    return steps_[meanings_[index]].is_condition;
  }

  bool NeedNumber(SyntaxTree::Index index) {
    return !IsCondition(index) ||
           Fail(tree_.nodes[index],
                "expected a number, found a condition (true or false)");
  }

  bool NeedCondition(SyntaxTree::Index index) {
    return IsCondition(index) ||
           Fail(tree_.nodes[index],
                absl::StrCat("expected a condition such as ", kExample,
                             ", found a number"));
  }

  bool AddStep(const Step& step) {
    steps_.push_back(step);
    return true;
  }

  bool AddNumber(Operation operation, size_t left, size_t right = 0) {
    return AddStep({.operation = operation, .left = left, .right = right});
  }

  bool AddCondition(Operation operation, size_t left, size_t right = 0) {
    return AddStep({.operation = operation,
                    .is_condition = true,
                    .left = left,
                    .right = right});
  }

  bool Add(const Syntax& syntax) {
    switch (syntax.kind) {
      case Syntax::Kind::kNumber:
        return AddStep({.constant = syntax.number});
      case Syntax::Kind::kName:
        return AddName(syntax);
      case Syntax::Kind::kCall:
        return AddCall(syntax);
      case Syntax::Kind::kNegate:
        return NeedNumber(syntax.left) &&
               AddNumber(Operation::kNegate, meanings_[syntax.left]);
      case Syntax::Kind::kNot:
        return NeedCondition(syntax.left) &&
               AddCondition(Operation::kNot, meanings_[syntax.left]);
      case Syntax::Kind::kBinary:
        return AddBinary(syntax);
    }
    return false;
  }

  bool AddBinary(const Syntax& syntax) {
    const size_t left = meanings_[syntax.left];
    const size_t right = meanings_[syntax.right];
    if (syntax.sign == Token::Kind::kAnd || syntax.sign == Token::Kind::kOr) {
      return NeedCondition(syntax.left) && NeedCondition(syntax.right) &&
             AddCondition(syntax.sign == Token::Kind::kAnd ? Operation::kAnd
                                                           : Operation::kOr,
                          left, right);
    }
    if (!NeedNumber(syntax.left) || !NeedNumber(syntax.right)) return false;
    switch (syntax.sign) {
      case Token::Kind::kPlus:
        return AddNumber(Operation::kAdd, left, right);
      case Token::Kind::kMinus:
        return AddNumber(Operation::kSubtract, left, right);
      case Token::Kind::kStar:
        return AddNumber(Operation::kMultiply, left, right);
      case Token::Kind::kSlash:
        return AddNumber(Operation::kDivide, left, right);
      case Token::Kind::kLess:
        return AddCondition(Operation::kLess, left, right);
      case Token::Kind::kLessEqual:
        return AddCondition(Operation::kLessEqual, left, right);
      case Token::Kind::kGreater:
        return AddCondition(Operation::kLess, right, left);
      case Token::Kind::kGreaterEqual:
        return AddCondition(Operation::kLessEqual, right, left);
      case Token::Kind::kEqual:
        return AddCondition(Operation::kEqual, left, right);
      default:
        return AddCondition(Operation::kNotEqual, left, right);
    }
  }

  bool AddName(const Syntax& syntax) {
    if (!NoSuffix(syntax)) return false;
    if (const auto dimension = space_.IndexOf(syntax.name)) {
      return AddDimension(syntax, *dimension);
    }
    const auto fixed = fixed_.find(syntax.name);
    if (fixed == fixed_.end()) return UnknownName(syntax);
    const bool is_condition = std::holds_alternative<bool>(fixed->second);
    if (!is_condition && !NumberOf(fixed->second).has_value())
      return NoNumber(syntax);
    return AddStep(
        {.is_condition = is_condition, .constant = OperandOf(fixed->second)});
  }

  bool AddDimension(const Syntax& syntax, size_t index) {
    const SearchDimension& dimension = space_.dimensions()[index];
    const auto& choices = dimension.choices;
    const bool is_choice = dimension.kind == SearchDimension::Kind::kChoices;
    const bool is_condition =
        is_choice && std::all_of(choices.begin(), choices.end(),
                                 [](const ParameterValue& value) {
                                   return std::holds_alternative<bool>(value);
                                 });
    if (is_choice && !is_condition &&
        !std::all_of(choices.begin(), choices.end(),
                     [](const ParameterValue& value) {
                       return NumberOf(value).has_value();
                     })) {
      return NoNumber(syntax);
    }
    return AddStep({.operation = Operation::kParameter,
                    .is_condition = is_condition,
                    .dimension = index});
  }

  bool NoSuffix(const Syntax& syntax) {
    if (!syntax.output && !syntax.previous) return true;
    return Fail(syntax, std::string(kVocabulary.suffixes));
  }

  bool NoNumber(const Syntax& syntax) {
    return Fail(syntax,
                absl::StrCat(std::string(syntax.name),
                             " isn't always a number, nor true or false; "
                             "constraints can't use other values"));
  }

  bool UnknownName(const Syntax& syntax) {
    std::vector<std::string> names;
    for (const auto& dimension : space_.dimensions()) {
      names.push_back(dimension.name);
    }
    for (const auto& [name, value] : fixed_) names.push_back(name);
    const std::string list = absl::StrJoin(names, ", ");
    for (const char* word : {"and", "or", "not"}) names.push_back(word);
    const std::string name(syntax.name);
    const std::string near = NearestName(name, names);
    return Fail(
        syntax,
        absl::StrCat("there is no parameter ", name, "; ",
                     near.empty() ? absl::StrCat("there are ", list)
                                  : absl::StrCat("did you mean ", near, "?")));
  }

  bool AddCall(const Syntax& syntax) {
    const std::string_view name = syntax.name;
    const size_t count = syntax.arguments.size();
    if (name != "abs" && name != "min" && name != "max") {
      return Fail(syntax,
                  absl::StrCat("there is no function ", std::string(name),
                               "; constraints have abs, min and max"));
    }
    if (!NoSuffix(syntax)) return false;
    if (name == "abs" ? count != 1 : count < 2) {
      return Fail(syntax,
                  absl::StrCat(std::string(name), " takes ",
                               name == "abs" ? "1 number" : "2 or more numbers",
                               ", not ", count));
    }
    for (const auto& argument : syntax.arguments) {
      if (!argument.name.empty()) {
        return Fail(
            argument.name_begin, argument.name.size(),
            absl::StrCat("what ", std::string(name), " takes has no names"));
      }
      if (!NeedNumber(argument.value)) return false;
    }
    size_t so_far = meanings_[syntax.arguments.front().value];
    if (name == "abs") return AddNumber(Operation::kAbsolute, so_far);
    for (size_t i = 1; i < count; ++i) {
      AddNumber(name == "min" ? Operation::kMinimum : Operation::kMaximum,
                so_far, meanings_[syntax.arguments[i].value]);
      so_far = steps_.size() - 1;
    }
    return true;
  }

  const SyntaxTree& tree_;
  const ParameterSpace& space_;
  const FixedParameters& fixed_;
  RuleError& error_;
  std::vector<Step> steps_;
  /// What each node of the syntax tree became.
  std::vector<size_t> meanings_;
};

absl::StatusOr<ParameterConstraint> ParameterConstraint::Parse(
    std::string_view text, const ParameterSpace& space,
    const FixedParameters& fixed) {
  RuleError error;
  std::optional<std::vector<Step>> steps;
  if (const auto tree = ParseRule(text, &error, kVocabulary)) {
    steps = ConstraintAnalyzer(*tree, space, fixed, &error).Analyze();
  }
  if (!steps) return absl::InvalidArgumentError(Describe(error, text));
  ParameterConstraint constraint;
  constraint.text_ = std::string(text);
  constraint.steps_ = *std::move(steps);
  return constraint;
}

bool ParameterConstraint::Holds(const SearchPoint& point) const {
  absl::InlinedVector<double, 32> values;
  for (const Step& step : steps_) {
    if (step.operation == Operation::kParameter) {
      if (!point[step.dimension]) return true;
      values.push_back(OperandOf(*point[step.dimension]));
    } else if (step.operation == Operation::kConstant) {
      values.push_back(step.constant);
    } else {
      values.push_back(
          Compute(step.operation, values[step.left], values[step.right]));
    }
  }
  return values.back() != 0;
}

bool ParameterConstraint::depends_on_point() const {
  return std::any_of(steps_.begin(), steps_.end(), [](const Step& step) {
    return step.operation == Operation::kParameter;
  });
}

double ParameterConstraint::Compute(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::kConstant:
    case Operation::kParameter:
      return a;
    case Operation::kNegate:
      return rules::Negate()(a);
    case Operation::kAbsolute:
      return rules::Absolute()(a);
    case Operation::kAdd:
      return rules::Add()(a, b);
    case Operation::kSubtract:
      return rules::Subtract()(a, b);
    case Operation::kMultiply:
      return rules::Multiply()(a, b);
    case Operation::kDivide:
      return rules::Divide()(a, b);
    case Operation::kMinimum:
      return rules::Minimum()(a, b);
    case Operation::kMaximum:
      return rules::Maximum()(a, b);
    case Operation::kLess:
      return rules::Less()(a, b);
    case Operation::kLessEqual:
      return rules::LessEqual()(a, b);
    case Operation::kEqual:
      return rules::Equal()(a, b);
    case Operation::kNotEqual:
      return rules::NotEqual()(a, b);
    case Operation::kAnd:
      return a != 0 && b != 0;
    case Operation::kOr:
      return a != 0 || b != 0;
    case Operation::kNot:
      return a == 0;
  }
  return 0;
}

}  // namespace admf
