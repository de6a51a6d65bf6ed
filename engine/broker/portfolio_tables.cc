#include "engine/broker/portfolio_tables.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/broker/portfolio_equity.h"

namespace admf {
namespace {

/// Makes a table of `rows`, column by column of what a function makes of each.
template <typename Row>
class TableOf {
 public:
  /// Both outlive the table.
  TableOf(const AlignedBars& bars, const std::vector<Row>& rows)
      : bars_(bars), rows_(rows) {
    table_.row_count = rows.size();
  }

  /// What `get` makes of every row.
  template <typename Value, typename Get>
  TableOf& Add(std::string name, Get get) {
    table_.Add<Value>(std::move(name),
                      [&rows = rows_, get](size_t i) { return get(rows[i]); });
    return *this;
  }
  /// The number of the row, from 1.
  TableOf& AddNumber(std::string name) {
    table_.Add<int64_t>(std::move(name),
                        [](size_t i) { return static_cast<int64_t>(i) + 1; });
    return *this;
  }
  TableOf& AddDouble(std::string name, double Row::*field) {
    return Add<double>(std::move(name),
                       [field](const Row& row) { return row.*field; });
  }
  TableOf& AddSymbol() {
    return Add<std::string>("symbol", [&bars = bars_](const Row& row) {
      return bars.bars(static_cast<size_t>(row.symbol)).symbol();
    });
  }
  /// The start of the symbol's bar that `bar` names.
  TableOf& AddBarTime(std::string name, int64_t Row::*bar) {
    table_.AddTimes(std::move(name),
                    [&bars = bars_, &rows = rows_, bar](size_t i) {
                      return bars.bars(static_cast<size_t>(rows[i].symbol))
                          .time_us()[static_cast<size_t>(rows[i].*bar)];
                    });
    return *this;
  }
  TableOf& AddTickTime(std::string name, int64_t Row::*tick) {
    table_.AddTimes(std::move(name),
                    [&bars = bars_, &rows = rows_, tick](size_t i) {
                      return bars.time_us()[static_cast<size_t>(rows[i].*tick)];
                    });
    return *this;
  }
  TableSource Take() { return std::move(table_); }

 private:
  const AlignedBars& bars_;
  const std::vector<Row>& rows_;
  TableSource table_;
};

double PriceOrZero(double price) { return std::isnan(price) ? 0 : price; }

/// What one symbol came to.
struct SymbolFigures {
  int64_t order_count = 0;
  int64_t fill_count = 0;
  int64_t rejection_count = 0;
  int64_t trade_count = 0;
  int64_t win_count = 0;
  double profit = 0;
  double open_profit = 0;
  double commission = 0;
  double borrow_cost = 0;
};

std::vector<SymbolFigures> FiguresOf(const AlignedBars& bars,
                                     const PortfolioSimulation& portfolio) {
  std::vector<SymbolFigures> figures(bars.symbols());
  auto of = [&figures](int32_t symbol) -> SymbolFigures& {
    return figures[static_cast<size_t>(symbol)];
  };
  for (const Order& order : portfolio.orders) ++of(order.symbol).order_count;
  for (const PortfolioFill& fill : portfolio.fills) {
    ++of(fill.symbol).fill_count;
    of(fill.symbol).commission += fill.commission;
  }
  for (const PortfolioRejection& rejection : portfolio.rejections) {
    ++of(rejection.symbol).rejection_count;
  }
  for (const PortfolioTrade& trade : portfolio.trades) {
    SymbolFigures& symbol = of(trade.symbol);
    symbol.borrow_cost += trade.borrow_cost;
    if (trade.open) {
      symbol.open_profit += trade.profit;
      continue;
    }
    ++symbol.trade_count;
    if (trade.profit > 0) ++symbol.win_count;
    symbol.profit += trade.profit;
  }
  return figures;
}

}  // namespace

TableSource OrdersTable(const AlignedBars& bars,
                        const PortfolioSimulation& portfolio) {
  return TableOf(bars, portfolio.orders)
      .AddNumber("order")
      .AddTickTime("placed_time", &Order::placed_tick)
      .AddSymbol()
      .Add<std::string>("type",
                        [](const Order& order) {
                          return std::string(OrderTypeName(order.type));
                        })
      .Add<std::string>("side",
                        [](const Order& order) -> std::string {
                          return order.buy ? "buy" : "sell";
                        })
      .Add<std::string>("reason",
                        [](const Order& order) {
                          return std::string(OrderReasonName(order.reason));
                        })
      .AddDouble("units", &Order::units)
      .AddDouble("filled_units", &Order::filled_units)
      .Add<double>(
          "limit_price",
          [](const Order& order) { return PriceOrZero(order.limit_price); })
      .Add<double>(
          "stop_price",
          [](const Order& order) { return PriceOrZero(order.stop_price); })
      .Add<std::string>("status",
                        [](const Order& order) {
                          return std::string(OrderStatusName(order.status));
                        })
      .Add<std::string>("note",
                        [&portfolio](const Order& order) {
                          return std::string(portfolio.NoteOf(order));
                        })
      .Take();
}

TableSource PortfolioFillsTable(const AlignedBars& bars,
                                const PortfolioSimulation& portfolio) {
  using Row = PortfolioFill;
  return TableOf(bars, portfolio.fills)
      .AddBarTime("decided_time", &Row::decided_bar)
      .AddBarTime("time", &Row::bar)
      .AddSymbol()
      .Add<int64_t>("order", [](const Row& fill) { return fill.order + 1; })
      .AddDouble("units", &Row::units)
      .AddDouble("market_price", &Row::market_price)
      .AddDouble("price", &Row::price)
      .AddDouble("commission", &Row::commission)
      .Add<std::string>("reason",
                        [](const Row& fill) {
                          return std::string(OrderReasonName(fill.reason));
                        })
      .Take();
}

TableSource PortfolioTradesTable(const AlignedBars& bars,
                                 const PortfolioSimulation& portfolio) {
  using Row = PortfolioTrade;
  return TableOf(bars, portfolio.trades)
      .AddBarTime("entry_time", &Row::entry_bar)
      .AddBarTime("exit_time", &Row::exit_bar)
      .AddSymbol()
      .Add<std::string>("side",
                        [](const Row& trade) -> std::string {
                          return trade.units > 0 ? "long" : "short";
                        })
      .AddDouble("units", &Row::units)
      .AddDouble("entry_price", &Row::entry_price)
      .AddDouble("exit_price", &Row::exit_price)
      .AddDouble("commission", &Row::commission)
      .AddDouble("borrow_cost", &Row::borrow_cost)
      .AddDouble("profit", &Row::profit)
      .AddDouble("return_fraction", &Row::return_fraction)
      .Add<int64_t>(
          "holding_bars",
          [](const Row& trade) { return trade.exit_bar - trade.entry_bar; })
      .Add<std::string>(
          "exit_reason",
          [](const Row& trade) {
            return std::string(trade.open ? "open"
                                          : OrderReasonName(trade.exit_reason));
          })
      .Take();
}

TableSource SymbolsTable(const AlignedBars& bars,
                         const PortfolioSimulation& portfolio) {
  const std::vector<SymbolFigures> figures = FiguresOf(bars, portfolio);
  TableSource table;
  table.row_count = bars.symbols();
  auto add_figure = [&]<typename Value>(std::string name,
                                        Value SymbolFigures::*field) {
    table.Add<Value>(std::move(name), [figures, field](size_t symbol) {
      return figures[symbol].*field;
    });
  };
  table.Add<std::string>(
      "symbol", [&bars](size_t symbol) { return bars.bars(symbol).symbol(); });
  table.Add<int64_t>("bar_count", [&bars](size_t symbol) {
    return static_cast<int64_t>(bars.bars(symbol).size());
  });
  table.AddTimes("first_time", [&bars](size_t symbol) {
    return bars.bars(symbol).time_us().front();
  });
  table.AddTimes("last_time", [&bars](size_t symbol) {
    return bars.bars(symbol).time_us().back();
  });
  add_figure("order_count", &SymbolFigures::order_count);
  add_figure("fill_count", &SymbolFigures::fill_count);
  add_figure("rejection_count", &SymbolFigures::rejection_count);
  add_figure("trade_count", &SymbolFigures::trade_count);
  add_figure("win_count", &SymbolFigures::win_count);
  add_figure("profit", &SymbolFigures::profit);
  add_figure("open_profit", &SymbolFigures::open_profit);
  add_figure("commission", &SymbolFigures::commission);
  add_figure("borrow_cost", &SymbolFigures::borrow_cost);
  return table;
}

TableSource PortfolioEquityTable(const AlignedBars& bars,
                                 const PortfolioSimulation& portfolio) {
  TableSource table;
  table.row_count = bars.ticks();
  table.AddTimes("time", [&bars](size_t tick) { return bars.time_us()[tick]; });
  table.columns.push_back({"cash", [&portfolio](size_t begin, size_t end) {
                             return PortfolioCash(portfolio, begin, end);
                           }});
  table.columns.push_back(
      {"equity", [reader = PortfolioEquityReader(bars, portfolio)](
                     size_t begin, size_t end) mutable {
         return reader.Read(begin, end);
       }});
  return table;
}

}  // namespace admf
