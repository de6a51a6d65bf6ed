#pragma once

#include <memory>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// A generated run: prices, decisions and settings. Settings cover every rule;
/// prices jump by up to 20 % between bars, so that stops are hit and jumped
/// over.
struct RandomRun {
  std::shared_ptr<const BarSeries> bars;
  std::vector<Decision> decisions;
  SimulationSettings settings;
};

/// Draws a run from rapidcheck's generators; only inside a property.
RandomRun DrawRun();

}  // namespace admf
