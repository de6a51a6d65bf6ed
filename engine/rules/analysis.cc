#include "engine/rules/analysis.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/indicators/catalogue.h"
#include "engine/indicators/indicator.h"
#include "engine/rules/indicator_call.h"
#include "engine/rules/lexer.h"
#include "engine/rules/number_operations.h"
#include "engine/rules/parser.h"
#include "engine/rules/rule_words.h"
#include "engine/rules/syntax_tree.h"

namespace admf {
namespace {

using Operation = Expression::Operation;
using Syntax = SyntaxTree::Node;

bool IsCondition(Operation operation) { return operation >= Operation::kLess; }

/// Goes through the syntax tree from the leaves on. Functions that return false
/// have set the error.
class Analyzer {
 public:
  Analyzer(const SyntaxTree& tree, const RuleParameters& parameters,
           std::set<std::string>* used, RuleError* error)
      : tree_(tree), parameters_(parameters), used_(*used), error_(*error) {}

  std::optional<Expression> Analyze() {
    for (const Syntax& syntax : tree_.nodes) {
      if (!Add(syntax)) return std::nullopt;
      meanings_.push_back(expression_.nodes.size() - 1);
    }
    if (!IsCondition(expression_.nodes.back().operation)) {
      Fail(tree_.nodes.back(),
           "expected a condition such as `rsi(14) < 30`, found a number");
      return std::nullopt;
    }
    return std::move(expression_);
  }

 private:
  bool Fail(size_t begin, size_t length, std::string message) {
    error_ = {begin, length, std::move(message)};
    return false;
  }

  bool Fail(const Syntax& syntax, std::string message) {
    return Fail(syntax.begin, syntax.length, std::move(message));
  }

  const Expression::Node& MeaningOf(SyntaxTree::Index index) const {
    return expression_.nodes[meanings_[index]];
  }

  bool NeedNumber(SyntaxTree::Index index) {
    return !IsCondition(MeaningOf(index).operation) ||
           Fail(tree_.nodes[index],
                "expected a number, found a condition (true or false)");
  }

  bool NeedCondition(SyntaxTree::Index index) {
    return IsCondition(MeaningOf(index).operation) ||
           Fail(tree_.nodes[index],
                "expected a condition such as `rsi(14) < 30`, found a number");
  }

  bool Add(const Syntax& syntax) {
    switch (syntax.kind) {
      case Syntax::Kind::kNumber:
        return AddConstant(syntax.number);
      case Syntax::Kind::kName:
        return AddName(syntax);
      case Syntax::Kind::kCall:
        return AddCall(syntax);
      case Syntax::Kind::kNegate:
        return NeedNumber(syntax.left) &&
               AddOperation(Operation::kNegate, meanings_[syntax.left]);
      case Syntax::Kind::kNot:
        return NeedCondition(syntax.left) &&
               AddOperation(Operation::kNot, meanings_[syntax.left]);
      case Syntax::Kind::kBinary:
        return AddBinary(syntax);
    }
    return false;
  }

  bool AddConstant(double number) {
    expression_.nodes.push_back(
        {.operation = Operation::kConstant, .constant = number});
    return true;
  }

  /// Arithmetic of constants is done here.
  bool AddOperation(Operation operation, size_t left, size_t right = 0) {
    const auto& a = expression_.nodes[left];
    const auto& b = expression_.nodes[right];
    const bool unary =
        operation == Operation::kNegate || operation == Operation::kAbsolute;
    if (!IsCondition(operation) && a.operation == Operation::kConstant &&
        (unary || b.operation == Operation::kConstant)) {
      return AddConstant(Fold(operation, a.constant, b.constant));
    }
    expression_.nodes.push_back(
        {.operation = operation, .left = left, .right = right});
    return true;
  }

  static double Fold(Operation operation, double a, double b) {
    switch (operation) {
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
      default:
        return rules::Maximum()(a, b);
    }
  }

  bool AddBinary(const Syntax& syntax) {
    const size_t left = meanings_[syntax.left];
    const size_t right = meanings_[syntax.right];
    if (syntax.sign == Token::Kind::kAnd || syntax.sign == Token::Kind::kOr) {
      return NeedCondition(syntax.left) && NeedCondition(syntax.right) &&
             AddOperation(syntax.sign == Token::Kind::kAnd ? Operation::kAnd
                                                           : Operation::kOr,
                          left, right);
    }
    if (!NeedNumber(syntax.left) || !NeedNumber(syntax.right)) return false;
    switch (syntax.sign) {
      case Token::Kind::kPlus:
        return AddOperation(Operation::kAdd, left, right);
      case Token::Kind::kMinus:
        return AddOperation(Operation::kSubtract, left, right);
      case Token::Kind::kStar:
        return AddOperation(Operation::kMultiply, left, right);
      case Token::Kind::kSlash:
        return AddOperation(Operation::kDivide, left, right);
      case Token::Kind::kLess:
        return AddOperation(Operation::kLess, left, right);
      case Token::Kind::kLessEqual:
        return AddOperation(Operation::kLessEqual, left, right);
      case Token::Kind::kGreater:
        return AddOperation(Operation::kLess, right, left);
      case Token::Kind::kGreaterEqual:
        return AddOperation(Operation::kLessEqual, right, left);
      case Token::Kind::kEqual:
        return AddOperation(Operation::kEqual, left, right);
      default:
        return AddOperation(Operation::kNotEqual, left, right);
    }
  }

  // ----- Names.

  bool NoOutput(const Syntax& syntax, std::string_view kind) {
    if (!syntax.output) return true;
    return Fail(
        syntax.output->begin, syntax.output->name.size(),
        absl::StrCat(std::string(syntax.name), " is a ", std::string(kind),
                     "; only indicators have outputs"));
  }

  bool NoPrevious(const Syntax& syntax, std::string_view kind) {
    if (!syntax.previous) return true;
    return Fail(
        syntax.previous->begin, syntax.previous->length,
        absl::StrCat(std::string(syntax.name), " is a ", std::string(kind),
                     "; only prices and indicators have previous values"));
  }

  bool AddName(const Syntax& syntax) {
    if (const RulePrice* price = FindRulePrice(syntax.name)) {
      if (!NoOutput(syntax, "price")) return false;
      const size_t previous = syntax.previous ? syntax.previous->bars : 0;
      expression_.warm_up = std::max(expression_.warm_up, previous);
      if (price->operation == Operation::kVolume) {
        expression_.uses_volume = true;
      }
      expression_.nodes.push_back(
          {.operation = price->operation, .previous = previous});
      return true;
    }
    if (const auto found = parameters_.find(syntax.name);
        found != parameters_.end()) {
      used_.insert(std::string(syntax.name));
      return NoOutput(syntax, "parameter") && NoPrevious(syntax, "parameter") &&
             AddConstant(found->second);
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : parameters_) names.push_back(name);
    return FailName(syntax, ExplainUnknownName(syntax.name, names));
  }

  bool FailName(const Syntax& syntax, std::string message) {
    return Fail(syntax.begin, syntax.name.size(), std::move(message));
  }

  // ----- Calls.

  bool AddCall(const Syntax& syntax) {
    if (const RuleFunction* function = FindRuleFunction(syntax.name)) {
      return AddFunction(syntax, *function);
    }
    if (const IndicatorDefinition* indicator = FindIndicator(syntax.name)) {
      return AddIndicator(syntax, *indicator);
    }
    return FailName(syntax, ExplainUnknownCall(syntax.name));
  }

  bool AddFunction(const Syntax& syntax, const RuleFunction& function) {
    const auto& arguments = syntax.arguments;
    if (arguments.size() < function.fewest ||
        arguments.size() > function.most) {
      return Fail(
          syntax,
          absl::StrCat(
              std::string(syntax.name), " takes ", function.fewest,
              function.most == RuleFunction::kAnyNumber ? " or more" : "",
              function.most == 1 ? " number" : " numbers", ", not ",
              arguments.size(), ", such as ", std::string(function.example)));
    }
    for (const auto& argument : arguments) {
      if (!argument.name.empty()) {
        return Fail(argument.name_begin, argument.name.size(),
                    absl::StrCat("what ", std::string(syntax.name),
                                 " takes has no names; only parameters of "
                                 "indicators do"));
      }
      if (!NeedNumber(argument.value)) return false;
    }
    if (!NoOutput(syntax, "function") || !NoPrevious(syntax, "function")) {
      return false;
    }
    const size_t first = meanings_[arguments.front().value];
    if (arguments.size() == 1) return AddOperation(function.operation, first);
    size_t so_far = first;
    for (size_t i = 1; i < arguments.size(); ++i) {
      AddOperation(function.operation, so_far, meanings_[arguments[i].value]);
      so_far = expression_.nodes.size() - 1;
    }
    return true;
  }

  bool AddIndicator(const Syntax& syntax,
                    const IndicatorDefinition& definition) {
    std::vector<std::optional<double>> constants;
    for (const auto& argument : syntax.arguments) {
      constants.push_back(ConstantOf(argument.value));
    }
    const auto call =
        ReadIndicatorCall(tree_, syntax, definition, constants, &error_);
    if (!call) return false;

    const auto& parameters = call->parameters.values();
    IndicatorSpec spec{definition.name, {parameters.begin(), parameters.end()}};
    auto& indicators = expression_.indicators;
    const std::string text = spec.ToString();
    const size_t index = std::find_if(indicators.begin(), indicators.end(),
                                      [&text](const IndicatorSpec& one) {
                                        return one.ToString() == text;
                                      }) -
                         indicators.begin();
    if (index == kMostRuleIndicators) {
      return Fail(syntax, absl::StrCat("there are too many indicators; ",
                                       kMostRuleIndicators,
                                       " different ones are the limit"));
    }
    if (index == indicators.size()) indicators.push_back(std::move(spec));
    const size_t previous = syntax.previous ? syntax.previous->bars : 0;
    expression_.warm_up = std::max(
        expression_.warm_up, definition.warm_up(call->parameters) + previous);
    expression_.nodes.push_back({.operation = Operation::kIndicator,
                                 .indicator = index,
                                 .output = call->output,
                                 .previous = previous});
    return true;
  }

  /// Nothing of what isn't the same at every bar.
  std::optional<double> ConstantOf(SyntaxTree::Index index) const {
    const Expression::Node& meaning = MeaningOf(index);
    if (meaning.operation != Operation::kConstant) return std::nullopt;
    return meaning.constant;
  }

  const SyntaxTree& tree_;
  const RuleParameters& parameters_;
  std::set<std::string>& used_;
  RuleError& error_;
  Expression expression_;
  /// What each node of the syntax tree became.
  std::vector<size_t> meanings_;
};

}  // namespace

bool IsRuleParameterName(std::string_view name) {
  RuleError error;
  const auto tokens = ReadTokens(name, &error);
  return tokens && tokens->size() == 2 &&
         tokens->front().kind == Token::Kind::kName &&
         tokens->front().length == name.size() &&
         FindRulePrice(name) == nullptr && FindRuleFunction(name) == nullptr;
}

std::optional<Expression> AnalyzeRule(std::string_view text,
                                      const RuleParameters& parameters,
                                      std::set<std::string>* used,
                                      RuleError* error) {
  const auto tree = ParseRule(text, error);
  if (!tree) return std::nullopt;
  return Analyzer(*tree, parameters, used, error).Analyze();
}

}  // namespace admf
