#pragma once

#include <vector>

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"

namespace admf {

/// The equity at the close of every tick: cash, plus units x multiplier x last
/// close of every symbol in order. For one symbol it is EquityColumn of the
/// quick path to the bit. `portfolio` must be a simulation of `bars`.
std::vector<double> PortfolioEquity(const AlignedBars& bars,
                                    const PortfolioSimulation& portfolio);

/// The cash after every tick.
std::vector<double> PortfolioCash(const AlignedBars& bars,
                                  const PortfolioSimulation& portfolio);

}  // namespace admf
