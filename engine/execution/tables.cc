#include "engine/execution/tables.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/execution/equity_curve.h"

namespace admf {
namespace {

/// Adds columns of what there is a row of, such as trades.
template <typename Row>
class Columns {
 public:
  /// All of them outlive the table.
  Columns(const BarSeries& bars, const std::vector<Row>& rows,
          TableSource* table)
      : bars_(bars), rows_(rows), table_(*table) {
    table_.row_count = rows.size();
  }

  /// What `get` makes of every row.
  template <typename Value, typename Get>
  void Add(std::string name, Get get) {
    table_.Add<Value>(std::move(name),
                      [&rows = rows_, get](size_t i) { return get(rows[i]); });
  }
  void AddDouble(std::string name, double Row::*field) {
    Add<double>(std::move(name),
                [field](const Row& row) { return row.*field; });
  }
  /// The start of the bar that `bar` names in every row.
  void AddTime(std::string name, int64_t Row::*bar) {
    table_.AddTimes(std::move(name),
                    [&bars = bars_, &rows = rows_, bar](size_t i) {
                      return bars.time_us()[static_cast<size_t>(rows[i].*bar)];
                    });
  }

 private:
  const BarSeries& bars_;
  const std::vector<Row>& rows_;
  TableSource& table_;
};

/// A field of the account at bars [begin, end).
std::vector<double> FieldOfStates(const std::vector<AccountState>& states,
                                  double AccountState::*field, size_t begin,
                                  size_t end) {
  std::vector<double> values;
  values.reserve(end - begin);
  VisitStates(states, begin, end,
              [&](const AccountState& state, size_t, size_t until) {
                values.resize(until - begin, state.*field);
              });
  return values;
}

}  // namespace

TableSource TradesTable(const BarSeries& bars, const Simulation& simulation) {
  TableSource table;
  Columns<Trade> columns(bars, simulation.trades, &table);
  columns.AddTime("entry_time", &Trade::entry_bar);
  columns.AddTime("exit_time", &Trade::exit_bar);
  columns.Add<std::string>("side", [](const Trade& trade) {
    return trade.units > 0 ? "long" : "short";
  });
  columns.AddDouble("units", &Trade::units);
  columns.AddDouble("entry_price", &Trade::entry_price);
  columns.AddDouble("exit_price", &Trade::exit_price);
  columns.AddDouble("commission", &Trade::commission);
  columns.AddDouble("profit", &Trade::profit);
  columns.AddDouble("return_fraction", &Trade::return_fraction);
  columns.Add<int64_t>("holding_bars", [](const Trade& trade) {
    return trade.exit_bar - trade.entry_bar;
  });
  columns.Add<std::string>("exit_reason", [](const Trade& trade) {
    return std::string(trade.open ? "open"
                                  : OrderReasonName(trade.exit_reason));
  });
  return table;
}

TableSource FillsTable(const BarSeries& bars, const Simulation& simulation) {
  TableSource table;
  Columns<Fill> columns(bars, simulation.fills, &table);
  columns.AddTime("decided_time", &Fill::decided_bar);
  columns.AddTime("time", &Fill::bar);
  columns.AddDouble("units", &Fill::units);
  columns.AddDouble("market_price", &Fill::market_price);
  columns.AddDouble("price", &Fill::price);
  columns.AddDouble("commission", &Fill::commission);
  columns.Add<std::string>("reason", [](const Fill& fill) {
    return std::string(OrderReasonName(fill.reason));
  });
  return table;
}

TableSource EquityTable(const BarSeries& bars, const Simulation& simulation) {
  const std::vector<AccountState>& states = simulation.states;
  TableSource table;
  table.row_count = bars.size();
  table.AddTimes("time", [&bars](size_t bar) { return bars.time_us()[bar]; });
  table.Add<double>("close", [&bars](size_t bar) { return bars.close()[bar]; });
  table.columns.push_back({"cash", [&states](size_t begin, size_t end) {
                             return FieldOfStates(states, &AccountState::cash,
                                                  begin, end);
                           }});
  table.columns.push_back({"units", [&states](size_t begin, size_t end) {
                             return FieldOfStates(states, &AccountState::units,
                                                  begin, end);
                           }});
  table.columns.push_back(
      {"equity", [&bars, &states](size_t begin, size_t end) {
         return EquityColumn(bars, states, begin, end);
       }});
  return table;
}

}  // namespace admf
