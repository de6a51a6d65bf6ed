#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What a simulation comes to, computed by the plainest loop: every bar in
/// turn, open, low and high, close. The rules of simulator.h, written down a
/// second time, as a reference for tests.
struct BarByBarResult {
  std::vector<Fill> fills;
  int64_t rejections = 0;
  std::vector<double> equity;
};

BarByBarResult SimulateBarByBar(const BarSeries& bars,
                                std::span<const Decision> decisions,
                                const SimulationSettings& settings);

}  // namespace admf
