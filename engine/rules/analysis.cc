#include "engine/rules/analysis.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/catalog/nearest_name.h"
#include "engine/catalog/parameter.h"
#include "engine/indicators/catalogue.h"
#include "engine/rules/lexer.h"
#include "engine/rules/number_operations.h"
#include "engine/rules/parser.h"
#include "engine/rules/syntax_tree.h"

namespace admf {
namespace {

using Operation = Expression::Operation;
using Syntax = SyntaxTree::Node;

struct Price {
  std::string_view name;
  Operation operation;
};

constexpr Price kPrices[] = {{"open", Operation::kOpen},
                             {"high", Operation::kHigh},
                             {"low", Operation::kLow},
                             {"close", Operation::kClose},
                             {"volume", Operation::kVolume}};

struct Function {
  std::string_view name;
  Operation operation;
  size_t fewest;
  size_t most;
  std::string_view example;
};

constexpr size_t kAnyNumber = size_t(-1);
constexpr Function kFunctions[] = {
    {"abs", Operation::kAbsolute, 1, 1, "abs(close - open)"},
    {"min", Operation::kMinimum, 2, kAnyNumber, "min(open, close)"},
    {"max", Operation::kMaximum, 2, kAnyNumber, "max(open, close)"},
    {"crosses_above", Operation::kCrossesAbove, 2, 2,
     "crosses_above(close, sma(20))"},
    {"crosses_below", Operation::kCrossesBelow, 2, 2,
     "crosses_below(close, sma(20))"}};

template <typename Entry, size_t kSize>
const Entry* Find(const Entry (&entries)[kSize], std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(entries), std::end(entries),
                   [name](const Entry& entry) { return entry.name == name; });
  return found == std::end(entries) ? nullptr : found;
}

template <typename Entries>
void AddNames(const Entries& entries, std::vector<std::string>* names) {
  for (const auto& entry : entries) names->emplace_back(entry.name);
}

bool IsCondition(Operation operation) { return operation >= Operation::kLess; }

/// A number as the catalogue takes it: without a fraction it is an integer.
ParameterValue ToParameterValue(double number) {
  constexpr double kTwo53 = 9007199254740992.0;
  if (std::trunc(number) == number && std::abs(number) <= kTwo53) {
    return static_cast<int64_t>(number);
  }
  return number;
}

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
    const std::string name(syntax.name);
    if (const Price* price = Find(kPrices, syntax.name)) {
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
      used_.insert(name);
      return NoOutput(syntax, "parameter") && NoPrevious(syntax, "parameter") &&
             AddConstant(found->second);
    }
    if (const Function* function = Find(kFunctions, syntax.name)) {
      return FailName(syntax, absl::StrCat(name, " is a function; write ",
                                           std::string(function->example)));
    }
    if (FindIndicator(name) != nullptr) {
      return FailName(
          syntax, absl::StrCat(name, " is an indicator; write ", name,
                               "() or give its parameters: ", Signature(name)));
    }
    return UnknownName(syntax);
  }

  bool FailName(const Syntax& syntax, std::string message) {
    return Fail(syntax.begin, syntax.name.size(), std::move(message));
  }

  bool UnknownName(const Syntax& syntax) {
    const std::string name(syntax.name);
    std::vector<std::string> names;
    AddNames(kPrices, &names);
    for (const auto& [parameter, value] : parameters_) {
      names.push_back(parameter);
    }
    const std::string list = absl::StrJoin(names, ", ");
    AddNames(IndicatorCatalogue(), &names);
    AddNames(kFunctions, &names);
    for (const char* word : {"and", "or", "not"}) names.push_back(word);
    const std::string near = NearestName(name, names);
    return FailName(
        syntax,
        absl::StrCat("there is no price or parameter ", name,
                     near.empty()
                         ? absl::StrCat("; there are ", list,
                                        "; parameters are declared beside the "
                                        "expressions, with their values")
                         : absl::StrCat("; did you mean ", near, "?")));
  }

  // ----- Calls.

  bool AddCall(const Syntax& syntax) {
    const std::string name(syntax.name);
    if (const Function* function = Find(kFunctions, syntax.name)) {
      return AddFunction(syntax, *function);
    }
    if (const IndicatorDefinition* indicator = FindIndicator(name)) {
      return AddIndicator(syntax, *indicator);
    }
    if (Find(kPrices, syntax.name) != nullptr) {
      return FailName(
          syntax, absl::StrCat(name, " is a price and takes nothing; ", name,
                               "[1] is that of the bar before"));
    }
    std::vector<std::string> names;
    AddNames(kFunctions, &names);
    AddNames(IndicatorCatalogue(), &names);
    const std::string near = NearestName(name, names);
    return FailName(
        syntax, absl::StrCat("there is no indicator or function ", name,
                             near.empty()
                                 ? " (`admf catalog` lists the indicators)"
                                 : absl::StrCat("; did you mean ", near, "?")));
  }

  bool AddFunction(const Syntax& syntax, const Function& function) {
    const auto& arguments = syntax.arguments;
    if (arguments.size() < function.fewest ||
        arguments.size() > function.most) {
      return Fail(
          syntax,
          absl::StrCat(std::string(syntax.name), " takes ", function.fewest,
                       function.most == kAnyNumber ? " or more" : "",
                       function.most == 1 ? " number" : " numbers", ", not ",
                       arguments.size(), ", such as ",
                       std::string(function.example)));
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

  static std::string Signature(const std::string& name) {
    return absl::StrCat(
        name, "(",
        absl::StrJoin(FindIndicator(name)->parameters, ", ",
                      [](std::string* out, const ParameterDefinition& one) {
                        absl::StrAppend(out, one.name, "=",
                                        ToString(one.default_value));
                      }),
        ")");
  }

  bool AddIndicator(const Syntax& syntax,
                    const IndicatorDefinition& definition) {
    const auto parameters = ParametersOf(syntax, definition);
    if (!parameters) return false;
    const auto output = OutputOf(syntax, definition);
    if (!output) return false;

    IndicatorSpec spec{
        definition.name,
        {parameters->values().begin(), parameters->values().end()}};
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
    expression_.warm_up = std::max(expression_.warm_up,
                                   definition.warm_up(*parameters) + previous);
    expression_.nodes.push_back({.operation = Operation::kIndicator,
                                 .indicator = index,
                                 .output = *output,
                                 .previous = previous});
    return true;
  }

  /// The parameters that a call gives, with the defaults of the others.
  std::optional<ParameterSet> ParametersOf(
      const Syntax& syntax, const IndicatorDefinition& definition) {
    std::map<std::string, ParameterValue> given;
    std::map<std::string, const Syntax*> places;
    bool named = false;
    for (size_t i = 0; i < syntax.arguments.size(); ++i) {
      const auto& argument = syntax.arguments[i];
      const Syntax& place = tree_.nodes[argument.value];
      std::string name(argument.name);
      if (!name.empty()) {
        named = true;
      } else if (named) {
        Fail(place, "a parameter without a name can't follow one with a name");
        return std::nullopt;
      } else if (i >= definition.parameters.size()) {
        Fail(place, absl::StrCat("too many parameters; it is ",
                                 Signature(definition.name)));
        return std::nullopt;
      } else {
        name = definition.parameters[i].name;
      }
      const auto& meaning = MeaningOf(argument.value);
      if (meaning.operation != Operation::kConstant) {
        Fail(place, absl::StrCat("expected a number for the parameter ", name,
                                 " that is the same at every bar"));
        return std::nullopt;
      }
      if (!places.emplace(name, &place).second) {
        Fail(argument.name_begin, argument.name.size(),
             absl::StrCat("the parameter ", name, " is given twice"));
        return std::nullopt;
      }
      given[name] = ToParameterValue(meaning.constant);
    }
    return Resolve(syntax, definition, given, places);
  }

  std::optional<ParameterSet> Resolve(
      const Syntax& syntax, const IndicatorDefinition& definition,
      const std::map<std::string, ParameterValue>& given,
      const std::map<std::string, const Syntax*>& places) {
    std::vector<ParameterProblem> problems;
    ParameterSet set =
        ParameterSet::Resolve(definition.parameters, given, &problems);
    if (problems.empty()) return set;
    const ParameterProblem& problem = problems.front();
    Fail(*places.at(problem.name),
         absl::StrCat(definition.name, ": ", problem.description));
    // An unknown name is wrong itself, not its value.
    for (const auto& argument : syntax.arguments) {
      const bool known = std::any_of(
          definition.parameters.begin(), definition.parameters.end(),
          [&](const auto& one) { return one.name == problem.name; });
      if (argument.name == problem.name && !known) {
        error_.begin = argument.name_begin;
        error_.length = argument.name.size();
      }
    }
    return std::nullopt;
  }

  std::optional<size_t> OutputOf(const Syntax& syntax,
                                 const IndicatorDefinition& definition) {
    const auto& outputs = definition.outputs;
    if (!syntax.output) {
      if (outputs.size() == 1) return 0;
      Fail(syntax.begin, syntax.length,
           absl::StrCat(definition.name, " has ", outputs.size(),
                        " outputs; choose one of .",
                        absl::StrJoin(outputs, ", .")));
      return std::nullopt;
    }
    const std::string name(syntax.output->name);
    const auto found = std::find(outputs.begin(), outputs.end(), name);
    if (found == outputs.end()) {
      const std::string near = NearestName(name, outputs);
      Fail(syntax.output->begin, name.size(),
           absl::StrCat(definition.name, " has no output ", name,
                        near.empty()
                            ? absl::StrCat("; its outputs are ",
                                           absl::StrJoin(outputs, ", "))
                            : absl::StrCat("; did you mean ", near, "?")));
      return std::nullopt;
    }
    return found - outputs.begin();
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
         Find(kPrices, name) == nullptr && Find(kFunctions, name) == nullptr;
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
