#include "managers/search/run_check.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "engine/strategies/catalogue.h"
#include "engine/strategies/strategy.h"
#include "google/protobuf/map.h"
#include "google/protobuf/struct.pb.h"
#include "managers/backtest/config_checker.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/resolve_run.h"
#include "managers/workflow_manager.h"

namespace admf {
namespace {

using google::protobuf::Value;

/// Appends what is wrong with the parameters of one strategy; their places
/// begin with `prefix`. Of what parameters have to be to each other, only what
/// conditions of rules say if `alone`.
void CheckParameters(const std::string& type,
                     const google::protobuf::Map<std::string, Value>& params,
                     const std::string& prefix, bool alone,
                     std::vector<ParameterProblem>* problems) {
  const StrategyDefinition* const definition = FindStrategy(type);
  if (definition == nullptr) {
    problems->push_back({prefix, absl::StrCat("there is no strategy ", type)});
    return;
  }
  const size_t before = problems->size();
  std::map<std::string, ParameterValue> given;
  for (const auto& [name, value] : params) {
    auto parameter = ToParameterValue(value);
    if (parameter.has_value()) {
      given[name] = *std::move(parameter);
    } else {
      problems->push_back(
          {name, "a number, true, false or a text is needed here"});
    }
  }
  if (alone && definition->other_parameters == OtherParameters::kRefused) {
    ParameterSet::Resolve(definition->parameters, given, problems);
  } else {
    ResolveStrategyParameters(*definition, given, problems);
  }
  for (size_t i = before; i < problems->size(); ++i) {
    (*problems)[i].name = absl::StrCat(prefix, (*problems)[i].name);
  }
}

void CheckStrategy(const v1::StrategyConfig& strategy, bool alone,
                   std::vector<ParameterProblem>* problems) {
  CheckParameters(strategy.type(), strategy.params(), "", alone, problems);
  std::map<std::string, const v1::StrategyMember*> sorted;
  for (const auto& [name, member] : strategy.members()) {
    sorted[name] = &member;
  }
  for (const auto& [name, member] : sorted) {
    CheckParameters(member->type(), member->params(), absl::StrCat(name, "."),
                    alone, problems);
  }
}

void CheckRunFields(const v1::BacktestConfig& run,
                    std::vector<ParameterProblem>* problems) {
  std::vector<ConfigProblem> found;
  ConfigChecker checker(&found);
  v1::BacktestConfig copy;
  *copy.mutable_execution() = run.execution();
  *copy.mutable_portfolio() = run.portfolio();
  *copy.mutable_risk() = run.risk();
  *copy.mutable_metrics() = run.metrics();
  ResolveRun(&copy, checker);
  constexpr absl::string_view kRunField = "workflow.backtest_config.";
  for (ConfigProblem& problem : found) {
    absl::string_view name = problem.field;
    absl::ConsumePrefix(&name, kRunField);
    problems->push_back({std::string(name), std::move(problem.description)});
  }
}

}  // namespace

std::vector<ParameterProblem> FindRunProblems(const v1::BacktestConfig& run,
                                              bool alone) {
  std::vector<ParameterProblem> problems;
  CheckStrategy(run.strategy(), alone, &problems);
  CheckRunFields(run, &problems);
  return problems;
}

bool IsValidStrategy(const v1::StrategyConfig& strategy) {
  std::vector<ParameterProblem> problems;
  CheckStrategy(strategy, /*alone=*/false, &problems);
  return problems.empty();
}

bool IsValidRun(const v1::BacktestConfig& run) {
  // Points of a space mostly fail at this, and it takes a quarter of the rest.
  if (!IsValidStrategy(run.strategy())) return false;
  std::vector<ParameterProblem> problems;
  CheckRunFields(run, &problems);
  return problems.empty();
}

}  // namespace admf
