#pragma once

#include <memory>
#include <vector>

#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// A generated run of one to four symbols on 6-hour bars, of which some are
/// missing and some have no volume. Settings cover every rule.
struct RandomPortfolio {
  std::vector<std::shared_ptr<const BarSeries>> series;
  std::vector<std::vector<Decision>> decisions;
  std::vector<double> weights;
  std::vector<double> multipliers;
  SimulationSettings settings;

  std::shared_ptr<const AlignedBars> Bars() const;
  std::vector<SymbolPlan> Plans() const;
  /// The run without what is later than the first `ticks` ticks.
  RandomPortfolio FirstTicks(size_t ticks) const;
};

/// Draws a run from rapidcheck's generators; only inside a property.
RandomPortfolio DrawPortfolio();

}  // namespace admf
