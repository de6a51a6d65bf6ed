#pragma once

#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "engine/metrics/metric_values.h"

namespace admf {

/// Why a metric has no value, a literal; empty if it has one.
using Reason = std::string_view;

/// Takes metrics, each one with a value or with a reason.
class MetricCollector {
 public:
  virtual ~MetricCollector() = default;

  void Set(std::string_view name, double value) {
    if (std::isfinite(value)) {
      Define(name, value);
    } else {
      LeaveUndefined(name, "its value is beyond the range of numbers");
    }
  }

  /// Sets what `compute` returns, which is called only if there is no reason
  /// against it.
  template <typename Compute>
  void SetUnless(Reason reason, std::string_view name, Compute compute) {
    if (reason.empty()) {
      Set(name, compute());
    } else {
      LeaveUndefined(name, reason);
    }
  }

 private:
  /// `value` is finite.
  virtual void Define(std::string_view name, double value) = 0;
  virtual void LeaveUndefined(std::string_view name, Reason reason) = 0;
};

/// Keeps all of them.
class AllMetrics final : public MetricCollector {
 public:
  explicit AllMetrics(Metrics* metrics) : metrics_(metrics) {}

 private:
  void Define(std::string_view name, double value) override {
    metrics_->values[std::string(name)] = value;
  }
  void LeaveUndefined(std::string_view name, Reason reason) override {
    metrics_->undefined[std::string(name)] = reason;
  }

  Metrics* const metrics_;
};

/// The first reason that is one.
inline Reason FirstOf(
    std::initializer_list<std::pair<bool, std::string_view>> cases) {
  for (const auto& [applies, reason] : cases) {
    if (applies) return reason;
  }
  return Reason();
}

}  // namespace admf
