#pragma once

#include <cstdint>

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/return_moments.h"

namespace admf {

/// Sums over the closed trades of a run, and over their fills. Trades that are
/// open at the end count for the exposure alone: their outcome isn't known.
struct TradeStatistics {
  int64_t count = 0;
  /// Trades with a profit above zero.
  int64_t wins = 0;
  /// Profits in money, and as fractions of what the trades' entries cost.
  ReturnMoments profits;
  ReturnMoments returns;
  /// Sums of the profits above and below zero; the latter are <= 0.
  double gross_profit = 0;
  double gross_loss = 0;
  double sum_of_gains = 0;
  double sum_of_losses = 0;
  double average_holding_bars = 0;
  /// Entry and exit of the closed trades.
  double commission = 0;
  /// |units| x |price - market price| over the fills of the closed trades.
  double slippage = 0;

  /// Bars, of several symbols ticks, on which there was a position at some
  /// time, the open ones' as well.
  int64_t exposed_bars = 0;
  /// |units| x price over all fills.
  double traded_value = 0;
};

TradeStatistics MeasureTrades(const Simulation& simulation);

/// Of several symbols with one account: money is times the symbol's multiplier,
/// and sums over fills are taken symbol by symbol. Of one symbol the same, to
/// the bit, as of ToSimulation. `portfolio` must be a simulation of `bars`.
TradeStatistics MeasureTrades(const AlignedBars& bars,
                              const PortfolioSimulation& portfolio);

}  // namespace admf
