#include "engine/broker/portfolio_equity.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>

namespace admf {
namespace {

/// Ticks that are read together where only the last one counts.
constexpr size_t kBlock = 8192;

size_t TickOf(const HoldingState& state) {
  return static_cast<size_t>(state.tick);
}

}  // namespace

PortfolioEquityReader::PortfolioEquityReader(
    const AlignedBars& bars, const PortfolioSimulation& portfolio)
    : bars_(&bars), portfolio_(&portfolio), holdings_(bars.symbols()) {
  for (const HoldingState& state : portfolio.holding_states) {
    holdings_[static_cast<size_t>(state.symbol)].states.push_back(state);
  }
}

std::vector<double> PortfolioEquityReader::Read(size_t begin, size_t end) {
  std::vector<double> equity = PortfolioCash(*portfolio_, begin, end);
  for (size_t symbol = 0; symbol < holdings_.size(); ++symbol) {
    Add(symbol, begin, end, &equity);
  }
  return equity;
}

void PortfolioEquityReader::Add(size_t symbol, size_t begin, size_t end,
                                std::vector<double>* equity) {
  const std::span<const double> close = bars_->bars(symbol).close();
  const std::span<const int32_t> rows = bars_->rows(symbol);
  const double multiplier = portfolio_->multipliers[symbol];
  Holding& holding = holdings_[symbol];
  const std::vector<HoldingState>& states = holding.states;
  for (size_t& i = holding.state; i < states.size(); ++i) {
    const bool is_last = i + 1 == states.size();
    const size_t change = is_last ? end : TickOf(states[i + 1]);
    const size_t until = std::min(change, end);
    const double units = states[i].units * multiplier;
    if (states[i].units != 0) {
      for (size_t tick = std::max(TickOf(states[i]), begin); tick < until;
           ++tick) {
        // A holding begins with a fill, so its first tick has a bar.
        if (rows[tick] != AlignedBars::kNoBar) {
          holding.last_close = close[static_cast<size_t>(rows[tick])];
        }
        (*equity)[tick - begin] += units * holding.last_close;
      }
    }
    if (is_last || change > end) return;
  }
}

std::vector<double> PortfolioEquity(const AlignedBars& bars,
                                    const PortfolioSimulation& portfolio) {
  return PortfolioEquityReader(bars, portfolio).Read(0, bars.ticks());
}

double FinalPortfolioEquity(const AlignedBars& bars,
                            const PortfolioSimulation& portfolio) {
  PortfolioEquityReader reader(bars, portfolio);
  double equity = 0;
  for (size_t begin = 0; begin < bars.ticks(); begin += kBlock) {
    equity = reader.Read(begin, std::min(begin + kBlock, bars.ticks())).back();
  }
  return equity;
}

std::vector<double> PortfolioCash(const PortfolioSimulation& portfolio,
                                  size_t begin, size_t end) {
  const std::vector<CashState>& states = portfolio.cash_states;
  auto next = std::upper_bound(states.begin(), states.end(), begin,
                               [](size_t tick, const CashState& state) {
                                 return tick < static_cast<size_t>(state.tick);
                               });
  std::vector<double> cash;
  cash.reserve(end - begin);
  for (; cash.size() < end - begin; ++next) {
    const size_t change =
        next != states.end() ? static_cast<size_t>(next->tick) : end;
    cash.resize(std::min(change, end) - begin, std::prev(next)->cash);
  }
  return cash;
}

}  // namespace admf
