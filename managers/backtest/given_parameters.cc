#include "managers/backtest/given_parameters.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/strategies/catalogue.h"

namespace admf {

using google::protobuf::Value;

namespace {

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

void GivenParameters::Take(const std::string& name, const Value& value,
                           std::string place) {
  auto parameter = ToParameterValue(value);
  if (parameter.has_value()) {
    values_[name] = *std::move(parameter);
  } else {
    problems_->push_back(
        {place, "a number, true, false or a text is needed here"});
  }
  places_[name] = std::move(place);
}

void GivenParameters::TakeAll(const ParameterFields& values,
                              const std::string& place) {
  for (const auto& [name, value] : values) {
    Take(name, value, absl::StrCat(place, ".", name));
  }
}

void GivenParameters::Resolve(const StrategyDefinition& definition,
                              const std::string& place,
                              ParameterFields* fields) const {
  std::vector<ParameterProblem> wrong;
  const ParameterSet parameters =
      ResolveStrategyParameters(definition, values_, &wrong);
  for (ParameterProblem& problem : wrong) {
    const auto given = places_.find(problem.name);
    problems_->push_back({given != places_.end()
                              ? given->second
                              : absl::StrCat(place, ".", problem.name),
                          std::move(problem.description)});
  }
  fields->clear();
  for (const auto& [name, value] : parameters.values()) {
    (*fields)[name] = ToValue(value);
  }
}

ParameterSet ToParameterSet(const StrategyDefinition& definition,
                            const ParameterFields& fields) {
  std::map<std::string, ParameterValue> given;
  for (const auto& [name, value] : fields) {
    const auto parameter = ToParameterValue(value);
    CHECK(parameter.has_value());
    given[name] = *parameter;
  }
  std::vector<ParameterProblem> problems;
  ParameterSet parameters =
      ResolveStrategyParameters(definition, given, &problems);
  CHECK(problems.empty());
  return parameters;
}

}  // namespace admf
