#pragma once

#include <cstddef>
#include <vector>

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"

namespace admf {

/// The equity of a portfolio from the first tick to the last, range by range,
/// for who needs no column of it: cash, plus units x multiplier x last close of
/// every symbol in order, at the close of every tick. For one symbol it is
/// EquityColumn of the quick path to the bit. A value type.
class PortfolioEquityReader {
 public:
  /// `portfolio` is a simulation of `bars`; both outlive the reader.
  PortfolioEquityReader(const AlignedBars& bars,
                        const PortfolioSimulation& portfolio);

  /// The equity at ticks [begin, end). Successive calls take successive ranges,
  /// from tick 0 on; how they are cut doesn't change the values.
  std::vector<double> Read(size_t begin, size_t end);

 private:
  /// Where one symbol stands.
  struct Holding {
    std::vector<HoldingState> states;
    /// Of the state that holds; the first one at the beginning.
    size_t state = 0;
    double last_close = 0;
  };

  /// Adds what the symbol is worth.
  void Add(size_t symbol, size_t begin, size_t end,
           std::vector<double>* equity);

  const AlignedBars* bars_;
  const PortfolioSimulation* portfolio_;
  std::vector<Holding> holdings_;
};

/// The equity at the close of every tick.
std::vector<double> PortfolioEquity(const AlignedBars& bars,
                                    const PortfolioSimulation& portfolio);

/// The equity at the close of the last tick.
double FinalPortfolioEquity(const AlignedBars& bars,
                            const PortfolioSimulation& portfolio);

/// The cash after ticks [begin, end).
std::vector<double> PortfolioCash(const PortfolioSimulation& portfolio,
                                  size_t begin, size_t end);

}  // namespace admf
