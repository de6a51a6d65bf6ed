#pragma once

#include <map>
#include <optional>
#include <string>

namespace admf {

/// Named figures. A metric that a run doesn't define (no trades, zero
/// deviation) is in `undefined` with the reason, never 0, NaN or infinite in
/// `values`. Every metric is in exactly one of the two.
struct Metrics {
  std::map<std::string, double> values;
  std::map<std::string, std::string> undefined;
};

struct MetricsOptions {
  /// Return periods in a year; by the data if absent (periods_per_year.h).
  std::optional<double> periods_per_year;
  /// A year, as a fraction.
  double risk_free_rate = 0;
};

}  // namespace admf
