#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/metrics/metrics.h"

namespace admf {

/// What is asked of a metric: at least one bound, both inclusive.
struct Criterion {
  std::string metric;
  std::optional<double> min = std::nullopt;
  std::optional<double> max = std::nullopt;
};

struct CriterionOutcome {
  Criterion criterion;
  /// Nothing if the metric is undefined or unknown.
  std::optional<double> value;
  bool passed = false;
  /// Why it is not passed, for people; empty if it is.
  std::string reason;
};

/// A value type.
struct Judgement {
  /// In the order of the criteria.
  std::vector<CriterionOutcome> outcomes;

  /// Whether every criterion is passed; true if there is none.
  bool passed() const;
};

/// Compares metrics with what is asked of them. A criterion on a metric that is
/// undefined is failed with the reason why it is, one on an unknown metric with
/// the nearest name that there is.
Judgement Judge(std::span<const Criterion> criteria, const Metrics& metrics);

}  // namespace admf
