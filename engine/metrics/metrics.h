#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"

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

/// All metrics of one backtest: fractions, not percent; drawdowns negative.
/// docs/metrics.md lists name, formula and source of each. Bit-identical
/// everywhere but for the system's pow, exp and log. Thread-safe.
Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                       const SimulationSettings& settings,
                       const MetricsOptions& options);

/// The same of several symbols with one account, of its equity at every tick;
/// of one symbol to the bit what the other form gives. Holding times are bars
/// of the trades' own symbols, exposure is of ticks. `portfolio` must be a
/// simulation of `bars`.
Metrics ComputeMetrics(const AlignedBars& bars,
                       const PortfolioSimulation& portfolio,
                       const SimulationSettings& settings,
                       const MetricsOptions& options);

}  // namespace admf
