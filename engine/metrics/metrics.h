#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"

namespace admf {

/// Named figures. A metric that a run doesn't define (no trades, zero deviation) is in `undefined` with the reason,
/// never 0 or NaN in `values`.
struct Metrics {
  std::map<std::string, double> values;
  std::map<std::string, std::string> undefined;
};

struct MetricsOptions {
  /// Return periods in a year; by the data if absent (see SampleReturns).
  std::optional<double> periods_per_year;
  /// A year, as a fraction.
  double risk_free_rate = 0;
};

/// All metrics of one backtest, fractions, drawdowns negative. docs/metrics.md lists name, formula and source.
Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation, const SimulationSettings& settings,
                       const MetricsOptions& options);

}  // namespace admf
