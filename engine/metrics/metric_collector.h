#pragma once

#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "engine/metrics/metric_values.h"

namespace admf {

/// Why a metric has no value; empty if it has one.
using Reason = std::string;

/// Collects metrics, each one with a value or with a reason.
class MetricCollector {
 public:
  explicit MetricCollector(Metrics* metrics) : metrics_(metrics) {}

  void Set(const std::string& name, double value) {
    if (std::isfinite(value)) {
      metrics_->values[name] = value;
    } else {
      metrics_->undefined[name] = "its value is beyond the range of numbers";
    }
  }

  /// Sets what `compute` returns, which is called only if there is no reason
  /// against it.
  template <typename Compute>
  void SetUnless(const Reason& reason, const std::string& name,
                 Compute compute) {
    if (reason.empty()) {
      Set(name, compute());
    } else {
      metrics_->undefined[name] = reason;
    }
  }

 private:
  Metrics* const metrics_;
};

/// The first reason that is one.
inline Reason FirstOf(
    std::initializer_list<std::pair<bool, std::string_view>> cases) {
  for (const auto& [applies, reason] : cases) {
    if (applies) return Reason(reason);
  }
  return Reason();
}

}  // namespace admf
