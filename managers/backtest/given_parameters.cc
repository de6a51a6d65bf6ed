#include "managers/backtest/given_parameters.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/strategies/catalogue.h"
#include "managers/backtest/parameter_values.h"

namespace admf {

using google::protobuf::Value;

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
