#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/metrics/metric_collector.h"

namespace admf {

/// Names of the metrics that somebody wants. A value type.
class MetricSelection {
 public:
  /// No name twice.
  explicit MetricSelection(std::span<const std::string> names);

  size_t size() const { return places_.size(); }
  /// The place of a name among those given; size() if it isn't one of them.
  size_t PlaceOf(std::string_view name) const;

 private:
  struct Place {
    std::string name;
    size_t index;
  };
  /// By name.
  std::vector<Place> places_;
};

/// Keeps the selected ones: values in the order of the selection, NaN where
/// there is none.
class SelectedMetrics final : public MetricCollector {
 public:
  /// `selection` outlives it.
  explicit SelectedMetrics(const MetricSelection& selection);

  std::vector<double> Take() && { return std::move(values_); }

 private:
  void Define(std::string_view name, double value) override;
  void LeaveUndefined(std::string_view, Reason) override {}

  const MetricSelection& selection_;
  std::vector<double> values_;
};

}  // namespace admf
