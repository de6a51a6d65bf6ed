#include "engine/metrics/trade_statistics.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "engine/metrics/lanes.h"

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

/// A position may be left and another one entered in one bar, which counts
/// once.
int64_t ExposedBars(std::span<const Trade> trades) {
  int64_t bars = 0;
  int64_t first_uncounted = 0;
  for (const Trade& trade : trades) {
    const int64_t first = std::max(trade.entry_bar, first_uncounted);
    bars += std::max<int64_t>(trade.exit_bar + 1 - first, 0);
    first_uncounted = std::max(first_uncounted, trade.exit_bar + 1);
  }
  return bars;
}

/// The fills up to the last one that left nothing held: those of the closed
/// trades, which stand before those of the open one.
size_t CountClosedFills(std::span<const Fill> fills) {
  size_t count = 0;
  double units = 0;
  for (size_t i = 0; i < fills.size(); ++i) {
    units += fills[i].units;
    if (units == 0) count = i + 1;
  }
  return count;
}

}  // namespace

TradeStatistics MeasureTrades(const Simulation& simulation) {
  const size_t closed = simulation.closed_trade_count();
  const auto trades = std::span(simulation.trades).first(closed);
  const auto fills = std::span(simulation.fills);
  TradeStatistics statistics;
  statistics.count = static_cast<int64_t>(closed);
  statistics.exposed_bars = ExposedBars(simulation.trades);
  statistics.traded_value =
      SumOf(Collect(
          fills,
          [](const Fill& fill) { return std::abs(fill.units) * fill.price; })) *
      simulation.multiplier;
  if (closed == 0) return statistics;

  const std::vector<double> profits =
      Collect(trades, [](const Trade& trade) { return trade.profit; });
  const std::vector<double> returns =
      Collect(trades, [](const Trade& trade) { return trade.return_fraction; });
  statistics.wins = std::count_if(profits.begin(), profits.end(),
                                  [](double profit) { return profit > 0; });
  statistics.profits = ReturnMoments::Of(profits);
  statistics.returns = ReturnMoments::Of(returns);
  statistics.gross_profit = SumOfPositive(profits);
  statistics.gross_loss = SumOfNegative(profits);
  statistics.sum_of_gains = SumOfPositive(returns);
  statistics.sum_of_losses = SumOfNegative(returns);
  statistics.average_holding_bars =
      SumOf(Collect(trades,
                    [](const Trade& trade) {
                      return static_cast<double>(trade.exit_bar -
                                                 trade.entry_bar);
                    })) /
      static_cast<double>(closed);
  statistics.commission = SumOf(
      Collect(trades, [](const Trade& trade) { return trade.commission; }));
  statistics.slippage =
      SumOf(Collect(fills.first(CountClosedFills(fills)),
                    [](const Fill& fill) {
                      return std::abs(fill.units) *
                             std::abs(fill.price - fill.market_price);
                    })) *
      simulation.multiplier;
  return statistics;
}

}  // namespace admf
