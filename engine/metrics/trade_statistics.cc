#include "engine/metrics/trade_statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <vector>

#include "engine/columns/columns.h"
#include "engine/columns/lanes.h"

namespace admf {
namespace {

/// What `get` makes of every row.
template <typename Row, typename Get>
std::vector<double> Collect(std::span<const Row> rows, Get get) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const Row& row : rows) values.push_back(get(row));
  return values;
}

double SumOfPositive(std::span<const double> values) {
  return SumOf(values, [](double value) { return value > 0 ? value : 0; });
}

double SumOfNegative(std::span<const double> values) {
  return SumOf(values, [](double value) { return value < 0 ? value : 0; });
}

/// First and last bar with a position.
struct Exposure {
  int64_t first;
  int64_t last;
};

/// Bars with a position, where `exposure_of` makes exposures of rows that are
/// in order of their first bars. Bars of several positions, and one in which a
/// position is left and another one entered, count once.
template <typename Row, typename Get>
int64_t CountExposed(std::span<const Row> rows, Get exposure_of) {
  int64_t bars = 0;
  int64_t first_uncounted = 0;
  for (const Row& row : rows) {
    const Exposure exposure = exposure_of(row);
    const int64_t first = std::max(exposure.first, first_uncounted);
    bars += std::max<int64_t>(exposure.last + 1 - first, 0);
    first_uncounted = std::max(first_uncounted, exposure.last + 1);
  }
  return bars;
}

/// The fills of the closed trades, which stand before those of `open`, the
/// trade that is open at the end; null if none is.
std::span<const Fill> FillsOfClosed(std::span<const Fill> fills,
                                    const Trade* open) {
  if (open == nullptr) return fills;
  // A closed trade may have begun in the same bar, so go on from there to the
  // last fill that left nothing held. What a joined range left unsold before
  // that isn't held any more.
  const auto first = std::ranges::find_if(fills, [open](const Fill& fill) {
    return fill.reason == OrderReason::kEntry && fill.bar >= open->entry_bar;
  });
  auto end = first;
  double units = 0;
  for (auto fill = first; fill != fills.end(); ++fill) {
    units += fill->units;
    if (units == 0) end = std::next(fill);
  }
  return {fills.begin(), end};
}

double SumOfTradedValues(std::span<const Fill> fills) {
  return SumOf(Collect(fills, [](const Fill& fill) {
    return std::abs(fill.units) * fill.price;
  }));
}

double SumOfSlippage(std::span<const Fill> fills) {
  return SumOf(Collect(fills, [](const Fill& fill) {
    return std::abs(fill.units) * std::abs(fill.price - fill.market_price);
  }));
}

/// What the closed trades say without their fills.
template <typename AnyTrade>
TradeStatistics MeasureOutcomes(std::span<const AnyTrade> closed) {
  TradeStatistics statistics;
  statistics.count = static_cast<int64_t>(closed.size());
  if (closed.empty()) return statistics;
  const std::vector<double> profits =
      Collect(closed, [](const Trade& trade) { return trade.profit; });
  const std::vector<double> returns =
      Collect(closed, [](const Trade& trade) { return trade.return_fraction; });
  statistics.wins = std::count_if(profits.begin(), profits.end(),
                                  [](double profit) { return profit > 0; });
  statistics.profits = ReturnMoments::Of(profits);
  statistics.returns = ReturnMoments::Of(returns);
  statistics.gross_profit = SumOfPositive(profits);
  statistics.gross_loss = SumOfNegative(profits);
  statistics.sum_of_gains = SumOfPositive(returns);
  statistics.sum_of_losses = SumOfNegative(returns);
  statistics.average_holding_bars =
      SumOf(Collect(closed,
                    [](const Trade& trade) {
                      return static_cast<double>(trade.exit_bar -
                                                 trade.entry_bar);
                    })) /
      static_cast<double>(closed.size());
  statistics.commission = SumOf(
      Collect(closed, [](const Trade& trade) { return trade.commission; }));
  return statistics;
}

/// The tick at which a symbol has its bar `bar`.
int64_t TickOf(const AlignedBars& bars, int32_t symbol, int64_t bar) {
  const int64_t time_us = bars.bars(static_cast<size_t>(symbol))
                              .time_us()[static_cast<size_t>(bar)];
  const auto clock = bars.time_us();
  return std::lower_bound(clock.begin(), clock.end(), time_us) - clock.begin();
}

int64_t CountExposedTicks(const AlignedBars& bars,
                          const PortfolioSimulation& portfolio) {
  std::vector<Exposure> exposures;
  for (const PortfolioTrade& trade : portfolio.trades) {
    // What is held is held where its symbol has no bars any more.
    exposures.push_back({TickOf(bars, trade.symbol, trade.entry_bar),
                         trade.open
                             ? static_cast<int64_t>(bars.ticks()) - 1
                             : TickOf(bars, trade.symbol, trade.exit_bar)});
  }
  std::sort(
      exposures.begin(), exposures.end(),
      [](const Exposure& a, const Exposure& b) { return a.first < b.first; });
  return CountExposed(std::span<const Exposure>(exposures),
                      [](const Exposure& exposure) { return exposure; });
}

}  // namespace

TradeStatistics MeasureTrades(const Simulation& simulation) {
  const size_t closed = simulation.closed_trade_count();
  TradeStatistics statistics =
      MeasureOutcomes(std::span(simulation.trades).first(closed));
  statistics.exposed_bars =
      CountExposed(std::span(simulation.trades), [](const Trade& trade) {
        return Exposure{trade.entry_bar, trade.exit_bar};
      });
  statistics.traded_value =
      SumOfTradedValues(simulation.fills) * simulation.multiplier;
  const Trade* const open =
      closed < simulation.trades.size() ? &simulation.trades.back() : nullptr;
  statistics.slippage = SumOfSlippage(FillsOfClosed(simulation.fills, open)) *
                        simulation.multiplier;
  return statistics;
}

TradeStatistics MeasureTrades(const AlignedBars& bars,
                              const PortfolioSimulation& portfolio) {
  const auto trades = std::span(portfolio.trades);
  const size_t closed = static_cast<size_t>(
      std::count_if(trades.begin(), trades.end(),
                    [](const PortfolioTrade& trade) { return !trade.open; }));
  TradeStatistics statistics = MeasureOutcomes(trades.first(closed));
  statistics.exposed_bars = CountExposedTicks(bars, portfolio);
  std::vector<std::vector<Fill>> fills(bars.symbols());
  for (const PortfolioFill& fill : portfolio.fills) {
    fills[static_cast<size_t>(fill.symbol)].push_back(fill);
  }
  std::vector<const Trade*> open(bars.symbols(), nullptr);
  for (const PortfolioTrade& trade : trades.subspan(closed)) {
    open[static_cast<size_t>(trade.symbol)] = &trade;
  }
  for (size_t symbol = 0; symbol < fills.size(); ++symbol) {
    const double multiplier = portfolio.multipliers[symbol];
    statistics.traded_value += SumOfTradedValues(fills[symbol]) * multiplier;
    statistics.slippage +=
        SumOfSlippage(FillsOfClosed(fills[symbol], open[symbol])) * multiplier;
  }
  return statistics;
}

}  // namespace admf
