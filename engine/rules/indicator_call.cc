#include "engine/rules/indicator_call.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/catalog/nearest_name.h"
#include "engine/rules/rule_words.h"

namespace admf {
namespace {

using Syntax = SyntaxTree::Node;

/// A number as the catalogue takes it: without a fraction it is an integer.
ParameterValue ToParameterValue(double number) {
  constexpr double kTwo53 = 9007199254740992.0;
  if (std::trunc(number) == number && std::abs(number) <= kTwo53) {
    return static_cast<int64_t>(number);
  }
  return number;
}

std::nullopt_t Fail(size_t begin, size_t length, std::string message,
                    RuleError* error) {
  *error = {begin, length, std::move(message)};
  return std::nullopt;
}

/// The parameters of a call by name, and the arguments that give them.
struct GivenParameters {
  std::map<std::string, ParameterValue> values;
  std::map<std::string, const Syntax*> places;
};

std::optional<GivenParameters> ReadArguments(
    const SyntaxTree& tree, const Syntax& call,
    const IndicatorDefinition& definition,
    const std::vector<std::optional<double>>& constants, RuleError* error) {
  GivenParameters given;
  bool named = false;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const auto& argument = call.arguments[i];
    const Syntax& place = tree.nodes[argument.value];
    const auto fail = [&](std::string message) {
      return Fail(place.begin, place.length, std::move(message), error);
    };
    std::string name(argument.name);
    if (!name.empty()) {
      named = true;
    } else if (named) {
      return fail("a parameter without a name can't follow one with a name");
    } else if (i >= definition.parameters.size()) {
      return fail(
          absl::StrCat("too many parameters; it is ", SignatureOf(definition)));
    } else {
      name = definition.parameters[i].name;
    }
    if (!constants[i]) {
      return fail(absl::StrCat("expected a number for the parameter ", name,
                               " that is the same at every bar"));
    }
    if (!given.places.emplace(name, &place).second) {
      return Fail(argument.name_begin, argument.name.size(),
                  absl::StrCat("the parameter ", name, " is given twice"),
                  error);
    }
    given.values[name] = ToParameterValue(*constants[i]);
  }
  return given;
}

std::optional<ParameterSet> ResolveParameters(
    const Syntax& call, const IndicatorDefinition& definition,
    const GivenParameters& given, RuleError* error) {
  std::vector<ParameterProblem> problems;
  ParameterSet set =
      ParameterSet::Resolve(definition.parameters, given.values, &problems);
  if (problems.empty()) return set;
  const ParameterProblem& problem = problems.front();
  const Syntax& place = *given.places.at(problem.name);
  *error = {place.begin, place.length,
            absl::StrCat(definition.name, ": ", problem.description)};
  // An unknown name is wrong itself, not its value.
  const bool known =
      std::any_of(definition.parameters.begin(), definition.parameters.end(),
                  [&](const auto& one) { return one.name == problem.name; });
  for (const auto& argument : call.arguments) {
    if (argument.name == problem.name && !known) {
      error->begin = argument.name_begin;
      error->length = argument.name.size();
    }
  }
  return std::nullopt;
}

std::optional<size_t> FindOutput(const Syntax& call,
                                 const IndicatorDefinition& definition,
                                 RuleError* error) {
  const auto& outputs = definition.outputs;
  if (!call.output) {
    if (outputs.size() == 1) return 0;
    return Fail(call.begin, call.length,
                absl::StrCat(definition.name, " has ", outputs.size(),
                             " outputs; choose one of .",
                             absl::StrJoin(outputs, ", .")),
                error);
  }
  const std::string name(call.output->name);
  const auto found = std::find(outputs.begin(), outputs.end(), name);
  if (found != outputs.end()) return found - outputs.begin();
  const std::string near = NearestName(name, outputs);
  return Fail(
      call.output->begin, name.size(),
      absl::StrCat(definition.name, " has no output ", name,
                   near.empty() ? absl::StrCat("; its outputs are ",
                                               absl::StrJoin(outputs, ", "))
                                : absl::StrCat("; did you mean ", near, "?")),
      error);
}

}  // namespace

std::optional<IndicatorCall> ReadIndicatorCall(
    const SyntaxTree& tree, const Syntax& call,
    const IndicatorDefinition& definition,
    const std::vector<std::optional<double>>& constants, RuleError* error) {
  const auto given = ReadArguments(tree, call, definition, constants, error);
  if (!given) return std::nullopt;
  auto parameters = ResolveParameters(call, definition, *given, error);
  if (!parameters) return std::nullopt;
  const auto output = FindOutput(call, definition, error);
  if (!output) return std::nullopt;
  return IndicatorCall{*std::move(parameters), *output};
}

}  // namespace admf
