#pragma once

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/metric_values.h"

namespace admf {

/// All metrics of one backtest: fractions, not percent; drawdowns negative.
/// docs/metrics.md lists name, formula and source of each. Bit-identical
/// everywhere but for the system's pow, exp and log. Thread-safe.
Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                       const SimulationSettings& settings,
                       const MetricsOptions& options);

}  // namespace admf
