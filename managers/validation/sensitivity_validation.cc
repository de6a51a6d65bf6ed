#include "managers/validation/sensitivity_validation.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/broker/run_decisions.h"
#include "engine/catalog/parameter.h"
#include "engine/data/table.h"
#include "engine/execution/settings.h"
#include "engine/metrics/metrics.h"
#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"
#include "engine/validation/sensitivity.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/run_fields.h"
#include "managers/search/objectives.h"
#include "managers/search/run_check.h"
#include "managers/search/varied_parameters.h"
#include "managers/validation/parameter_steps.h"

namespace admf {

using google::protobuf::Value;

namespace {

/// Of the run itself, what moves where no parameter space says what does.
constexpr const char* kMovedFields[] = {"risk.stop_loss", "risk.take_profit",
                                        "risk.trailing_stop",
                                        "risk.max_holding_bars"};

/// The numbers of a run by name: those of its strategy and of the members, and
/// the risk limits that are set.
std::map<std::string, double> NumbersByName(const v1::BacktestConfig& run) {
  std::map<std::string, double> numbers;
  const auto add = [&numbers](const std::string& name, const Value& value) {
    if (value.kind_case() == Value::kNumberValue) {
      numbers[name] = value.number_value();
    }
  };
  for (const auto& [name, value] : run.strategy().params()) add(name, value);
  for (const auto& [member, config] : run.strategy().members()) {
    for (const auto& [name, value] : config.params()) {
      add(absl::StrCat(member, ".", name), value);
    }
  }
  for (const char* const path : kMovedFields) {
    if (const auto number = GetRunField(path, run)) numbers[path] = *number;
  }
  return numbers;
}

/// Whether the run's parameter of this name is a whole number.
bool IsWhole(const std::string& name, double value,
             const v1::BacktestConfig& run) {
  Value list;
  list.mutable_list_value()->add_values()->set_number_value(value);
  const auto dimension = ReadDimension(name, list, run);
  return dimension.ok() &&
         std::holds_alternative<int64_t>(dimension->choices.front());
}

/// Where the parameter moves to, by the number of the step: along its list or
/// range if it has one, by a fraction of its value otherwise.
std::map<int, double> StepsOf(const std::string& name, double value,
                              const ValidationSubject& subject) {
  const int steps = subject.config.steps();
  if (subject.plan != nullptr) {
    const ParameterSpace& space = subject.plan->space();
    return StepsAlong(space.dimensions()[space.IndexOf(name).value()], value,
                      steps);
  }
  return StepsByFraction(value, subject.config.step_fraction(),
                         IsWhole(name, value, subject.run), steps);
}

/// What moves, with its value in the run: all of the parameter space if there
/// is one.
absl::StatusOr<std::map<std::string, double>> MovedNumbers(
    const ValidationSubject& subject) {
  if (subject.plan == nullptr) return NumbersByName(subject.run);
  std::map<std::string, double> numbers;
  for (const SearchDimension& dimension : subject.plan->space().dimensions()) {
    const auto number = GetVariedNumber(dimension.name, subject.run);
    if (!number) {
      return absl::InvalidArgumentError(
          absl::StrCat("the run has no number ", dimension.name));
    }
    numbers[dimension.name] = *number;
  }
  return numbers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ValidationMethod>> SensitivityValidation::Create(
    const ValidationSubject& subject) {
  auto method = std::unique_ptr<SensitivityValidation>(
      new SensitivityValidation(subject));
  if (subject.plan != nullptr) {
    method->objectives_ = subject.plan->objectives();
  } else {
    const std::string& metric = subject.config.metric();
    method->objectives_.objectives = {
        {.metric = metric, .sign = IsLessBetter(metric) ? -1.0 : 1.0}};
  }
  ASSIGN_OR_RETURN(const auto numbers, MovedNumbers(subject));
  for (const auto& [name, value] : numbers) method->AddProbes(name, value);
  if (method->probes_.empty()) {
    return absl::InvalidArgumentError(
        "the run has no number that could be moved; choose another method of "
        "validation");
  }
  return method;
}

void SensitivityValidation::AddProbes(const std::string& parameter,
                                      double value) {
  const bool whole = IsWhole(parameter, value, subject_.run);
  for (const auto& [step, there] : StepsOf(parameter, value, subject_)) {
    Probe probe = {parameter, step, there, subject_.run};
    const ParameterValue moved =
        whole ? ParameterValue(static_cast<int64_t>(probe.value))
              : ParameterValue(probe.value);
    const absl::Status applied =
        ApplyPoint({SearchDimension{.name = parameter}}, {moved}, &probe.run);
    // Where the strategy can't be, there is nothing to compare with.
    if (applied.ok() && IsValidRun(probe.run)) {
      probes_.push_back(std::move(probe));
    }
  }
}

absl::StatusOr<std::string> SensitivityValidation::RunTask(
    size_t task, std::stop_token stop) const {
  const v1::BacktestConfig& run =
      task == 0 ? subject_.run : probes_[task - 1].run;
  ASSIGN_OR_RETURN(const auto decisions, subject_.evaluator->Decide(run, stop));
  const SimulationSettings settings = ToSimulationSettings(run);
  ASSIGN_OR_RETURN(const DecisionRun done,
                   RunDecisions(subject_.bars, decisions, settings,
                                MultiplierOf(run), std::move(stop)));
  const Metrics metrics = ComputeMetrics(*subject_.bars, done.simulation,
                                         settings, ToMetricsOptions(run));
  return EncodeTable({{{"score", std::vector<double>{ScoreOf(metrics)}}}});
}

double SensitivityValidation::ScoreOf(const Metrics& metrics) const {
  double score = 0;
  for (const Objective& objective : objectives_.objectives) {
    const auto found = metrics.values.find(objective.metric);
    if (found == metrics.values.end()) return kUndefinedMetric;
    score += objective.weight * (objective.sign * found->second);
  }
  return score;
}

void SensitivityValidation::AddSensitivity(double score,
                                           const std::vector<double>& scores,
                                           ValidationFindings* findings) const {
  std::vector<ParameterNeighbours> neighbours;
  for (size_t i = 0; i < probes_.size(); ++i) {
    if (neighbours.empty() ||
        neighbours.back().parameter != probes_[i].parameter) {
      const std::vector<std::optional<double>> none(
          static_cast<size_t>(subject_.config.steps()));
      neighbours.push_back(
          {.parameter = probes_[i].parameter, .down = none, .up = none});
    }
    const auto distance = static_cast<size_t>(std::abs(probes_[i].step) - 1);
    auto& side =
        probes_[i].step < 0 ? neighbours.back().down : neighbours.back().up;
    side[distance] = scores[i];
  }
  absl::StatusOr<Sensitivity> sensitivity =
      std::isnan(score) ? absl::FailedPreconditionError(
                              "the run does not define what it is measured by")
                        : MeasureSensitivity(score, neighbours);
  Metrics& metrics = findings->metrics;
  if (sensitivity.ok()) {
    const int steps = subject_.config.steps();
    SetWorst("sensitivity_worst_drop", sensitivity->worst, scores, steps,
             &metrics);
    SetWorst("sensitivity_worst_drop_one_step", sensitivity->worst_at_one_step,
             scores, 1, &metrics);
    findings->outputs["most_sensitive_parameter"] =
        sensitivity->parameters[sensitivity->worst_parameter].parameter;
  } else {
    const std::string why(sensitivity.status().message());
    metrics.undefined["sensitivity_worst_drop"] = why;
    metrics.undefined["sensitivity_worst_drop_one_step"] = why;
  }
}

void SensitivityValidation::SetWorst(const char* name, double worst,
                                     const std::vector<double>& scores,
                                     int steps, Metrics* metrics) const {
  for (size_t i = 0; i < probes_.size(); ++i) {
    if (std::abs(probes_[i].step) > steps || !std::isnan(scores[i])) continue;
    metrics->undefined[name] =
        absl::StrCat("with ", probes_[i].parameter, " at ", probes_[i].value,
                     " the run does not define what it is measured by");
    return;
  }
  metrics->values[name] = worst;
}

absl::StatusOr<ValidationFindings> SensitivityValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token) const {
  std::vector<double> values;
  for (const std::string& result : results) {
    ASSIGN_OR_RETURN(const Table table, DecodeTable(result));
    const auto* column =
        table.columns.size() == 1
            ? std::get_if<std::vector<double>>(&table.columns[0].values)
            : nullptr;
    if (column == nullptr || column->size() != 1) {
      return absl::DataLossError("the stored result of a run is damaged");
    }
    values.push_back(column->front());
  }
  ValidationFindings findings;
  findings.trial_count = static_cast<int64_t>(values.size());
  const double score = values.front();
  const auto drop_of = [score](double other) {
    return score == 0 ? kUndefinedMetric : (score - other) / std::abs(score);
  };
  const std::vector<double> scores(values.begin() + 1, values.end());
  AddSensitivity(score, scores, &findings);

  std::vector<std::string> parameters = {""};
  std::vector<int64_t> steps = {0};
  std::vector<double> moved = {kUndefinedMetric};
  std::vector<double> drops = {drop_of(score)};
  for (size_t i = 0; i < probes_.size(); ++i) {
    parameters.push_back(probes_[i].parameter);
    steps.push_back(probes_[i].step);
    moved.push_back(probes_[i].value);
    drops.push_back(drop_of(scores[i]));
  }
  // A metric alone stands as it is, not with the sign that makes more better.
  const Objective& first = objectives_.objectives.front();
  const bool alone = objectives_.objectives.size() == 1 && first.weight == 1;
  if (alone) {
    for (double& value : values) value *= first.sign;
  }
  Table table;
  table.columns = {{"parameter", std::move(parameters)},
                   {"step", std::move(steps)},
                   {"value", std::move(moved)},
                   {alone ? first.metric : "score", std::move(values)},
                   {"drop", std::move(drops)}};
  findings.tables.emplace_back("sensitivity", std::move(table));
  return findings;
}

}  // namespace admf
