#include "engine/execution/tables.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/execution/equity_curve.h"

namespace admf {
namespace {

/// A column of what `get` makes of every row.
template <typename Value, typename Row, typename Get>
std::vector<Value> Collect(const std::vector<Row>& rows, Get get) {
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const Row& row : rows) values.push_back(get(row));
  return values;
}

/// The start of the bar that `bar` names in every row.
template <typename Row>
Table::Times TimesOf(const BarSeries& bars, const std::vector<Row>& rows,
                     int64_t Row::*bar) {
  return {Collect<int64_t>(
      rows, [&](const Row& row) { return bars.time_us()[row.*bar]; })};
}

template <typename Row>
std::vector<double> Doubles(const std::vector<Row>& rows, double Row::*field) {
  return Collect<double>(rows, [&](const Row& row) { return row.*field; });
}

}  // namespace

Table TradesTable(const BarSeries& bars, const Simulation& simulation) {
  const std::vector<Trade>& trades = simulation.trades;
  Table table;
  auto add = [&table](std::string name, Table::Values values) {
    table.columns.push_back({std::move(name), std::move(values)});
  };
  add("entry_time", TimesOf(bars, trades, &Trade::entry_bar));
  add("exit_time", TimesOf(bars, trades, &Trade::exit_bar));
  add("side", Collect<std::string>(trades, [](const Trade& trade) {
        return trade.units > 0 ? "long" : "short";
      }));
  add("units", Doubles(trades, &Trade::units));
  add("entry_price", Doubles(trades, &Trade::entry_price));
  add("exit_price", Doubles(trades, &Trade::exit_price));
  add("commission", Doubles(trades, &Trade::commission));
  add("profit", Doubles(trades, &Trade::profit));
  add("return_fraction", Doubles(trades, &Trade::return_fraction));
  add("holding_bars", Collect<int64_t>(trades, [](const Trade& trade) {
        return trade.exit_bar - trade.entry_bar;
      }));
  add("exit_reason", Collect<std::string>(trades, [](const Trade& trade) {
        return std::string(trade.open ? "open"
                                      : OrderReasonName(trade.exit_reason));
      }));
  return table;
}

Table FillsTable(const BarSeries& bars, const Simulation& simulation) {
  const std::vector<Fill>& fills = simulation.fills;
  Table table;
  auto add = [&table](std::string name, Table::Values values) {
    table.columns.push_back({std::move(name), std::move(values)});
  };
  add("decided_time", TimesOf(bars, fills, &Fill::decided_bar));
  add("time", TimesOf(bars, fills, &Fill::bar));
  add("units", Doubles(fills, &Fill::units));
  add("market_price", Doubles(fills, &Fill::market_price));
  add("price", Doubles(fills, &Fill::price));
  add("commission", Doubles(fills, &Fill::commission));
  add("reason", Collect<std::string>(fills, [](const Fill& fill) {
        return std::string(OrderReasonName(fill.reason));
      }));
  return table;
}

Table EquityTable(const BarSeries& bars, const Simulation& simulation) {
  const std::vector<AccountState>& states = simulation.states;
  std::vector<double> cash, units;
  cash.reserve(bars.size());
  units.reserve(bars.size());
  for (size_t i = 0; i < states.size(); ++i) {
    const size_t end = i + 1 < states.size()
                           ? static_cast<size_t>(states[i + 1].bar)
                           : bars.size();
    cash.resize(end, states[i].cash);
    units.resize(end, states[i].units);
  }
  Table table;
  auto add = [&table](std::string name, Table::Values values) {
    table.columns.push_back({std::move(name), std::move(values)});
  };
  add("time", Table::Times{{bars.time_us().begin(), bars.time_us().end()}});
  add("close", std::vector<double>(bars.close().begin(), bars.close().end()));
  add("cash", std::move(cash));
  add("units", std::move(units));
  add("equity", EquityColumn(bars, simulation));
  return table;
}

}  // namespace admf
