#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What became of the decisions for one symbol, whichever way they were
/// executed. A value type.
struct DecisionRun {
  /// A run of the broker.
  struct Portfolio {
    std::shared_ptr<const AlignedBars> bars;
    PortfolioSimulation simulation;
  };

  Simulation simulation;
  /// The orders of the broker; nothing if it was not needed.
  std::optional<Portfolio> portfolio;

  /// Memory that it takes, without the bars themselves.
  size_t bytes() const;
};

/// Executes the decisions for one symbol: on the quick path (Simulate) where
/// that knows the settings and the multiplier is 1, or else with the broker
/// (SimulatePortfolio). The one place where that is chosen.
///
/// Errors as Simulate and SimulatePortfolio. Thread-safe.
absl::StatusOr<DecisionRun> RunDecisions(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const Decision> decisions, const SimulationSettings& settings,
    double multiplier, std::stop_token stop);

}  // namespace admf
