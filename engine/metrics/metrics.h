#pragma once

#include <vector>

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metric_values.h"

namespace admf {

/// All metrics of one backtest: fractions, not percent; drawdowns negative.
/// docs/metrics.md lists name, formula and source of each. Bit-identical
/// everywhere but for the system's pow, exp and log. Thread-safe.
Metrics ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                       const SimulationSettings& settings,
                       const MetricsOptions& options);

/// Hands the same metrics to `out`. `returns`, unless it is null, gets the
/// returns of the periods. Returns whether the equity was above zero at every
/// sample.
bool ComputeMetrics(const BarSeries& bars, const Simulation& simulation,
                    const SimulationSettings& settings,
                    const MetricsOptions& options, MetricCollector& out,
                    std::vector<double>* returns);

/// The same of several symbols with one account, of its equity at every tick;
/// of one symbol to the bit what the other form gives. Holding times are bars
/// of the trades' own symbols, exposure is of ticks. `portfolio` must be a
/// simulation of `bars`.
Metrics ComputeMetrics(const AlignedBars& bars,
                       const PortfolioSimulation& portfolio,
                       const SimulationSettings& settings,
                       const MetricsOptions& options);
bool ComputeMetrics(const AlignedBars& bars,
                    const PortfolioSimulation& portfolio,
                    const SimulationSettings& settings,
                    const MetricsOptions& options, MetricCollector& out,
                    std::vector<double>* returns);

}  // namespace admf
