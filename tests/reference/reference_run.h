#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/metrics.h"

namespace admf {

/// The folder with the price files of known results, from the environment's
/// ADMF_REFERENCE_DATA; nothing if it isn't set.
std::optional<std::string> ReferenceDataFolder();

/// A backtest from a file to its metrics, through the engine as the daemon runs
/// it. CHECK-fails where anything is not OK; the simulation is verified.
struct ReferenceRun {
  std::shared_ptr<const BarSeries> bars;
  Simulation simulation;
  Metrics metrics;

  /// Adds a test failure and is NaN if the metric isn't defined.
  double Get(const std::string& metric) const;
};
ReferenceRun RunReference(const std::string& path, const std::string& strategy,
                          const std::map<std::string, ParameterValue>& params,
                          const SimulationSettings& settings);

/// Fails unless `actual` is `expected` to a relative 1e-8.
void ExpectDigits(double actual, double expected);

}  // namespace admf
