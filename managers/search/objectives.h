#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Where the configuration of a search stands.
inline constexpr char kOptimizationField[] = "workflow.optimization_config";

/// One metric that a search optimises.
struct Objective {
  std::string metric;
  /// 1 if more is better, -1 if less is.
  double sign = 1;
  double weight = 1;
};

/// A condition on a metric of a trial.
struct MetricConstraint {
  std::string metric;
  std::optional<double> min;
  std::optional<double> max;
};

/// Which trials are good.
struct Objectives {
  std::vector<Objective> objectives;
  bool pareto = false;
  std::vector<MetricConstraint> constraints;

  /// The metrics that they look at, sorted.
  std::vector<std::string> Metrics() const;
  /// What the score is, for people: `sharpe_ratio`, `-volatility`, or `1 x
  /// sharpe_ratio + 0.5 x cagr`.
  std::string ToString() const;
};

/// Whether less of the metric is better, by nature.
bool IsLessBetter(std::string_view metric);

/// Fills in defaults of `objective`, `objectives` and `combination`, and
/// appends what is wrong with them.
void ResolveObjectives(admf::v1::OptimizationConfig* config,
                       std::vector<ConfigProblem>* problems);

/// Reads `value`, which is `{metric: ..., min: ..., max: ...}` and stands at
/// `field`; nothing if it isn't, with a problem.
std::optional<MetricConstraint> ReadMetricConstraint(
    const google::protobuf::Value& value, const std::string& field,
    std::vector<ConfigProblem>* problems);

/// The objectives of a resolved configuration, without constraints.
Objectives ToObjectives(const admf::v1::OptimizationConfig& config);

/// Appends a problem unless there is a metric of that name.
void CheckMetricName(const std::string& metric, const std::string& field,
                     std::vector<ConfigProblem>* problems);

}  // namespace admf
