#include "engine/broker/portfolio_equity.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace admf {

std::vector<double> PortfolioCash(const AlignedBars& bars,
                                  const PortfolioSimulation& portfolio) {
  std::vector<double> cash;
  cash.reserve(bars.ticks());
  const std::vector<CashState>& states = portfolio.cash_states;
  for (size_t i = 0; i < states.size(); ++i) {
    const size_t end = i + 1 < states.size()
                           ? static_cast<size_t>(states[i + 1].tick)
                           : bars.ticks();
    cash.resize(end, states[i].cash);
  }
  return cash;
}

std::vector<double> PortfolioEquity(const AlignedBars& bars,
                                    const PortfolioSimulation& portfolio) {
  std::vector<double> equity = PortfolioCash(bars, portfolio);
  std::vector<std::vector<HoldingState>> holdings(bars.symbols());
  for (const HoldingState& state : portfolio.holding_states) {
    holdings[static_cast<size_t>(state.symbol)].push_back(state);
  }
  for (size_t symbol = 0; symbol < bars.symbols(); ++symbol) {
    const std::span<const double> close = bars.bars(symbol).close();
    const std::span<const int32_t> rows = bars.rows(symbol);
    const double multiplier = portfolio.multipliers[symbol];
    const std::vector<HoldingState>& states = holdings[symbol];
    for (size_t i = 0; i < states.size(); ++i) {
      const size_t end = i + 1 < states.size()
                             ? static_cast<size_t>(states[i + 1].tick)
                             : bars.ticks();
      if (states[i].units == 0) continue;
      const double units = states[i].units * multiplier;
      // A holding begins with a fill, so its first tick has a bar.
      double last_close = 0;
      for (size_t tick = static_cast<size_t>(states[i].tick); tick < end;
           ++tick) {
        if (rows[tick] != AlignedBars::kNoBar) {
          last_close = close[static_cast<size_t>(rows[tick])];
        }
        equity[tick] += units * last_close;
      }
    }
  }
  return equity;
}

}  // namespace admf
