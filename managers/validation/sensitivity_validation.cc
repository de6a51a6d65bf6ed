#include "managers/validation/sensitivity_validation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/validation/sensitivity.h"
#include "managers/backtest/parameter_values.h"
#include "managers/backtest/run_fields.h"
#include "managers/search/objectives.h"
#include "managers/search/varied_parameters.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// Steps over the range of a real number without steps of its own.
constexpr double kStepsOfRange = 20;

/// The numbers of a run by name: those of its strategy and of the members, and
/// the risk limits that are set.
std::map<std::string, double> NumbersOf(const v1::BacktestConfig& run) {
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
  const v1::RiskConfig& risk = run.risk();
  const auto add_risk = [&numbers](bool given, const char* name, double value) {
    if (given) numbers[name] = value;
  };
  add_risk(risk.has_stop_loss(), "risk.stop_loss", risk.stop_loss());
  add_risk(risk.has_take_profit(), "risk.take_profit", risk.take_profit());
  add_risk(risk.has_trailing_stop(), "risk.trailing_stop",
           risk.trailing_stop());
  add_risk(risk.has_max_holding_bars(), "risk.max_holding_bars",
           static_cast<double>(risk.max_holding_bars()));
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

/// The size of a step.
double StepOf(const std::string& name, double value,
              const ValidationSubject& subject) {
  if (subject.plan != nullptr) {
    for (const SearchDimension& of : subject.plan->space().dimensions()) {
      if (of.name != name || of.kind == SearchDimension::Kind::kChoices) {
        continue;
      }
      if (of.step) return *of.step;
      return of.kind == SearchDimension::Kind::kInteger
                 ? 1
                 : (of.maximum - of.minimum) / kStepsOfRange;
    }
  }
  const double step = std::abs(value) * subject.config.step_fraction();
  return IsWhole(name, value, subject.run) ? std::max(1.0, std::round(step))
                                           : step;
}

bool IsAskedFor(const std::string& name, const ValidationSubject& subject) {
  return subject.plan == nullptr ||
         subject.plan->space().IndexOf(name).has_value();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ValidationMethod>> SensitivityValidation::Create(
    const ValidationSubject& subject) {
  auto method = std::unique_ptr<SensitivityValidation>(
      new SensitivityValidation(subject));
  for (const auto& [name, value] : NumbersOf(subject.run)) {
    if (IsAskedFor(name, subject)) method->AddProbes(name);
  }
  if (method->probes_.empty()) {
    return absl::InvalidArgumentError(
        "the run has no number that could be moved; choose another method of "
        "validation");
  }
  return method;
}

void SensitivityValidation::AddProbes(const std::string& parameter) {
  const double value = NumbersOf(subject_.run).at(parameter);
  const double step = StepOf(parameter, value, subject_);
  if (!(step > 0)) return;
  const bool whole = IsWhole(parameter, value, subject_.run);
  const int steps = subject_.config.steps();
  for (int i = -steps; i <= steps; ++i) {
    if (i == 0) continue;
    Probe probe = {parameter, i, value + i * step, subject_.run};
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
  const BarRange all = {0, static_cast<int64_t>(subject_.bars->size())};
  ASSIGN_OR_RETURN(const SegmentedBars bars,
                   SegmentedBars::Create(subject_.bars, {&all, 1}));
  ASSIGN_OR_RETURN(
      const Metrics metrics,
      subject_.evaluator->EvaluateRanges(run, decisions, bars, stop));
  const auto found = metrics.values.find(subject_.config.metric());
  Table table = {
      {{"value", std::vector<double>{
                     found == metrics.values.end() ? kNone : found->second}}}};
  return EncodeTable(table);
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
    if (std::isnan(scores[i])) continue;
    const auto distance = static_cast<size_t>(std::abs(probes_[i].step) - 1);
    auto& side =
        probes_[i].step < 0 ? neighbours.back().down : neighbours.back().up;
    side[distance] = scores[i];
  }
  absl::StatusOr<Sensitivity> sensitivity =
      std::isnan(score)
          ? absl::FailedPreconditionError("the run does not define the metric")
          : MeasureSensitivity(score, neighbours);
  Metrics& metrics = findings->metrics;
  if (sensitivity.ok()) {
    metrics.values["sensitivity_worst_drop"] = sensitivity->worst;
    metrics.values["sensitivity_worst_drop_one_step"] =
        sensitivity->worst_at_one_step;
    findings->outputs["most_sensitive_parameter"] =
        sensitivity->parameters[sensitivity->worst_parameter].parameter;
  } else {
    const std::string why(sensitivity.status().message());
    metrics.undefined["sensitivity_worst_drop"] = why;
    metrics.undefined["sensitivity_worst_drop_one_step"] = why;
  }
}

absl::StatusOr<ValidationFindings> SensitivityValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token) const {
  const double sign = IsLessBetter(subject_.config.metric()) ? -1 : 1;
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
  std::vector<double> scores;
  std::vector<std::string> parameters = {""};
  std::vector<int64_t> steps = {0};
  std::vector<double> moved = {kNone};
  std::vector<double> drops = {0};
  for (size_t i = 0; i < probes_.size(); ++i) {
    scores.push_back(sign * values[i + 1]);
    parameters.push_back(probes_[i].parameter);
    steps.push_back(probes_[i].step);
    moved.push_back(probes_[i].value);
    drops.push_back(sign * (values[0] - values[i + 1]));
  }
  AddSensitivity(sign * values[0], scores, &findings);
  Table table;
  table.columns = {{"parameter", std::move(parameters)},
                   {"step", std::move(steps)},
                   {"value", std::move(moved)},
                   {subject_.config.metric(), std::move(values)},
                   {"drop", std::move(drops)}};
  findings.tables.emplace_back("sensitivity", std::move(table));
  return findings;
}

}  // namespace admf
