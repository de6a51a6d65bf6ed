#include "engine/metrics/metric_selection.h"

#include <algorithm>
#include <limits>

namespace admf {

MetricSelection::MetricSelection(std::span<const std::string> names) {
  for (const std::string& name : names) {
    places_.push_back({.name = name, .index = places_.size()});
  }
  std::sort(places_.begin(), places_.end(),
            [](const Place& a, const Place& b) { return a.name < b.name; });
}

size_t MetricSelection::PlaceOf(std::string_view name) const {
  const auto place = std::lower_bound(
      places_.begin(), places_.end(), name,
      [](const Place& a, std::string_view b) { return a.name < b; });
  return place != places_.end() && place->name == name ? place->index : size();
}

SelectedMetrics::SelectedMetrics(const MetricSelection& selection)
    : selection_(selection),
      values_(selection.size(), std::numeric_limits<double>::quiet_NaN()) {}

void SelectedMetrics::Define(std::string_view name, double value) {
  const size_t place = selection_.PlaceOf(name);
  if (place < values_.size()) values_[place] = value;
}

}  // namespace admf
