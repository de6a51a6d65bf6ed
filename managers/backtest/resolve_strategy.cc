#include "managers/backtest/resolve_strategy.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/catalog/nearest_name.h"
#include "engine/strategies/catalogue.h"
#include "google/protobuf/struct.pb.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr char kField[] = "workflow.backtest_config.strategy";

std::optional<ParameterValue> ToParameterValue(const Value& value) {
  switch (value.kind_case()) {
    case Value::kNumberValue: {
      const double number = value.number_value();
      // Whole numbers up to 2^53 are exact; the catalogue says which of them
      // are meant as real numbers.
      if (number == std::floor(number) &&
          std::abs(number) <= 9007199254740992.0)
        return static_cast<int64_t>(number);
      return number;
    }
    case Value::kBoolValue:
      return value.bool_value();
    case Value::kStringValue:
      return value.string_value();
    default:
      return std::nullopt;
  }
}

Value ToValue(const ParameterValue& parameter) {
  Value value;
  if (const auto* integer = std::get_if<int64_t>(&parameter)) {
    value.set_number_value(static_cast<double>(*integer));
  } else if (const auto* real = std::get_if<double>(&parameter)) {
    value.set_number_value(*real);
  } else if (const auto* boolean = std::get_if<bool>(&parameter)) {
    value.set_bool_value(*boolean);
  } else {
    value.set_string_value(std::get<std::string>(parameter));
  }
  return value;
}

}  // namespace

void ResolveStrategy(v1::WorkflowConfig* config,
                     std::vector<ConfigProblem>* problems) {
  v1::StrategyConfig* strategy =
      config->mutable_backtest_config()->mutable_strategy();
  const auto add_type_problem = [problems](std::string description) {
    problems->push_back(
        {absl::StrCat(kField, ".type"), std::move(description)});
  };
  std::vector<std::string> names;
  for (const StrategyDefinition& known : StrategyCatalogue()) {
    names.push_back(known.name);
  }
  if (strategy->type().empty()) {
    add_type_problem(
        "is missing; name a strategy of the catalogue (`admf catalog` "
        "lists them), such as sma_crossover");
    return;
  }
  const StrategyDefinition* definition = FindStrategy(strategy->type());
  if (definition == nullptr) {
    const std::string nearest = NearestName(strategy->type(), names);
    add_type_problem(absl::StrCat(
        "there is no strategy ", strategy->type(),
        nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"),
        " (`admf catalog` lists them)"));
    return;
  }
  // Values of `parameters` win; what is wrong with one is said where it stands.
  std::map<std::string, ParameterValue> given;
  std::map<std::string, std::string> places;
  const auto take = [&](const auto& values, const std::string& prefix) {
    for (const auto& [name, value] : values) {
      places[name] = absl::StrCat(prefix, ".", name);
      const auto parameter = ToParameterValue(value);
      if (parameter.has_value()) {
        given[name] = *parameter;
      } else {
        problems->push_back(
            {places[name], "a number, true, false or a text is needed here"});
      }
    }
  };
  take(strategy->params(), absl::StrCat(kField, ".params"));
  take(config->parameters(), "workflow.parameters");

  std::vector<ParameterProblem> wrong;
  const ParameterSet parameters =
      ResolveStrategyParameters(*definition, given, &wrong);
  for (ParameterProblem& problem : wrong) {
    const auto place = places.find(problem.name);
    problems->push_back({place != places.end()
                             ? place->second
                             : absl::StrCat(kField, ".params.", problem.name),
                         std::move(problem.description)});
  }
  strategy->clear_params();
  for (const auto& [name, value] : parameters.values()) {
    (*strategy->mutable_params())[name] = ToValue(value);
  }
  config->clear_parameters();
}

ParameterSet ToParameterSet(const v1::StrategyConfig& config) {
  const StrategyDefinition* definition = FindStrategy(config.type());
  CHECK(definition != nullptr);
  std::map<std::string, ParameterValue> given;
  for (const auto& [name, value] : config.params()) {
    const auto parameter = ToParameterValue(value);
    CHECK(parameter.has_value());
    given[name] = *parameter;
  }
  std::vector<ParameterProblem> problems;
  ParameterSet parameters =
      ResolveStrategyParameters(*definition, given, &problems);
  CHECK(problems.empty());
  return parameters;
}

}  // namespace admf
