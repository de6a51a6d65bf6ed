#include "managers/search/objectives.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "engine/catalog/nearest_name.h"
#include "engine/metrics/metric_names.h"

namespace admf {

using google::protobuf::Value;

namespace {

constexpr int kMostObjectives = 8;
constexpr double kLargestWeight = 1e9;

std::string FieldOf(std::string_view name) {
  return absl::StrCat(kOptimizationField, ".",
                      absl::string_view(name.data(), name.size()));
}

std::optional<double> NumberOf(const Value& value) {
  if (value.kind_case() != Value::kNumberValue) return std::nullopt;
  return value.number_value();
}

void ResolveObjective(v1::ObjectiveConfig* objective, const std::string& field,
                      std::vector<ConfigProblem>* problems) {
  CheckMetricName(objective->metric(), absl::StrCat(field, ".metric"),
                  problems);
  if (objective->direction() == v1::OBJECTIVE_DIRECTION_UNSPECIFIED) {
    objective->set_direction(IsLessBetter(objective->metric())
                                 ? v1::OBJECTIVE_DIRECTION_MINIMIZE
                                 : v1::OBJECTIVE_DIRECTION_MAXIMIZE);
  }
  if (!objective->has_weight()) objective->set_weight(1);
  if (!(objective->weight() > 0 && objective->weight() <= kLargestWeight)) {
    problems->push_back({absl::StrCat(field, ".weight"),
                         absl::StrCat(objective->weight(),
                                      " is out of range; it must be above 0 "
                                      "and at most 1e9")});
  }
}

}  // namespace

std::vector<std::string> Objectives::Metrics() const {
  std::set<std::string> metrics;
  for (const Objective& objective : objectives) {
    metrics.insert(objective.metric);
  }
  for (const MetricConstraint& constraint : constraints) {
    metrics.insert(constraint.metric);
  }
  return {metrics.begin(), metrics.end()};
}

std::string Objectives::ToString() const {
  if (objectives.size() == 1 && objectives.front().weight == 1) {
    return absl::StrCat(objectives.front().sign < 0 ? "-" : "",
                        objectives.front().metric);
  }
  std::string text;
  for (const Objective& objective : objectives) {
    absl::StrAppend(&text,
                    objective.sign < 0 ? (text.empty() ? "-" : " - ")
                                       : (text.empty() ? "" : " + "),
                    objective.weight, " x ", objective.metric);
  }
  return text;
}

bool IsLessBetter(std::string_view metric) {
  constexpr std::string_view kLess[] = {"volatility", "max_drawdown_duration",
                                        "turnover", "commission_paid",
                                        "slippage_paid"};
  return std::find(std::begin(kLess), std::end(kLess), metric) !=
         std::end(kLess);
}

void CheckMetricName(const std::string& metric, const std::string& field,
                     std::vector<ConfigProblem>* problems) {
  if (metric.empty()) {
    problems->push_back({field,
                         "is missing; name a metric of docs/metrics.md, "
                         "such as sharpe_ratio"});
    return;
  }
  const auto names = MetricNames();
  if (std::find(names.begin(), names.end(), metric) != names.end()) return;
  const std::string nearest =
      NearestName(metric, std::vector<std::string>(names.begin(), names.end()));
  problems->push_back(
      {field,
       absl::StrCat(
           "a backtest has no metric ", metric,
           nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"),
           " (docs/metrics.md lists them)")});
}

void ResolveObjectives(v1::OptimizationConfig* config,
                       std::vector<ConfigProblem>* problems) {
  if (config->objectives().empty()) {
    if (config->objective().empty()) config->set_objective("sharpe_ratio");
    CheckMetricName(config->objective(), FieldOf("objective"), problems);
  } else if (!config->objective().empty()) {
    problems->push_back(
        {FieldOf("objective"), "stands beside `objectives`; give one of them"});
  }
  if (config->objectives_size() > kMostObjectives) {
    problems->push_back(
        {FieldOf("objectives"),
         absl::StrCat("there are ", config->objectives_size(), "; ",
                      kMostObjectives, " are the limit")});
  }
  std::set<std::string> known;
  for (int i = 0; i < config->objectives_size(); ++i) {
    const std::string field = absl::StrCat(FieldOf("objectives"), "[", i, "]");
    ResolveObjective(config->mutable_objectives(i), field, problems);
    const std::string& metric = config->objectives(i).metric();
    if (!metric.empty() && !known.insert(metric).second) {
      problems->push_back(
          {absl::StrCat(field, ".metric"),
           absl::StrCat(metric, " is there twice; name each metric once")});
    }
  }
  if (config->combination() == v1::OBJECTIVE_COMBINATION_PARETO &&
      config->objectives_size() < 2) {
    problems->push_back({FieldOf("combination"),
                         "`pareto` needs two objectives or more; give them in "
                         "`objectives`, or leave this out"});
  }
  if (config->combination() == v1::OBJECTIVE_COMBINATION_UNSPECIFIED) {
    config->set_combination(v1::OBJECTIVE_COMBINATION_WEIGHTED);
  }
}

std::optional<MetricConstraint> ReadMetricConstraint(
    const Value& value, const std::string& field,
    std::vector<ConfigProblem>* problems) {
  const size_t before = problems->size();
  MetricConstraint constraint;
  for (const auto& [name, part] : value.struct_value().fields()) {
    if (name == "metric" && part.kind_case() == Value::kStringValue) {
      constraint.metric = part.string_value();
    } else if (name == "min" && NumberOf(part)) {
      constraint.min = NumberOf(part);
    } else if (name == "max" && NumberOf(part)) {
      constraint.max = NumberOf(part);
    } else {
      problems->push_back({absl::StrCat(field, ".", name),
                           "a constraint on a metric is `{metric: NAME, min: "
                           "NUMBER}`, with `max` in place of `min` or beside "
                           "it"});
    }
  }
  if (problems->size() > before) return std::nullopt;
  CheckMetricName(constraint.metric, absl::StrCat(field, ".metric"), problems);
  if (!constraint.min && !constraint.max) {
    problems->push_back({field, "needs `min`, `max` or both"});
  } else if (constraint.min && constraint.max &&
             *constraint.min > *constraint.max) {
    problems->push_back(
        {field, absl::StrCat("`min` ", *constraint.min, " is above `max` ",
                             *constraint.max, "; nothing fulfils that")});
  }
  if (problems->size() > before) return std::nullopt;
  return constraint;
}

Objectives ToObjectives(const v1::OptimizationConfig& config) {
  Objectives objectives;
  if (config.objectives().empty()) {
    objectives.objectives.push_back(
        {.metric = config.objective(),
         .sign = IsLessBetter(config.objective()) ? -1.0 : 1.0,
         .weight = 1});
  }
  for (const v1::ObjectiveConfig& objective : config.objectives()) {
    objectives.objectives.push_back(
        {.metric = objective.metric(),
         .sign = objective.direction() == v1::OBJECTIVE_DIRECTION_MINIMIZE
                     ? -1.0
                     : 1.0,
         .weight = objective.weight()});
  }
  objectives.pareto = config.combination() == v1::OBJECTIVE_COMBINATION_PARETO;
  return objectives;
}

}  // namespace admf
