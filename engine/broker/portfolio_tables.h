#pragma once

#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/table_source.h"

namespace admf {

/// The tables of a portfolio that are kept and exported; docs/results.md
/// describes the columns. Times are the starts of bars; orders are counted from
/// 1. Both arguments outlive the sources.

/// One row per order: order, placed_time, symbol, type, side, reason, units,
/// filled_units, limit_price, stop_price, status, note. A price that the order
/// does not have is 0.
TableSource OrdersTable(const AlignedBars& bars,
                        const PortfolioSimulation& portfolio);

/// One row per fill: decided_time, time, symbol, order, units, market_price,
/// price, commission, reason.
TableSource PortfolioFillsTable(const AlignedBars& bars,
                                const PortfolioSimulation& portfolio);

/// One row per trade: entry_time, exit_time, symbol, side, units, entry_price,
/// exit_price, commission, borrow_cost, profit, return_fraction, holding_bars,
/// exit_reason. Open trades are the last rows, marked at the last close, with
/// the exit_reason `open`.
TableSource PortfolioTradesTable(const AlignedBars& bars,
                                 const PortfolioSimulation& portfolio);

/// One row per symbol, in order: symbol, bar_count, first_time, last_time,
/// order_count, fill_count, rejection_count, trade_count and win_count (closed
/// trades, and those with a profit above 0), profit (of the closed trades),
/// open_profit (of the open one, marked at the last close), commission (of all
/// fills) and borrow_cost. The profits together are what the account won.
TableSource SymbolsTable(const AlignedBars& bars,
                         const PortfolioSimulation& portfolio);

/// One row per tick: time, cash, equity, after its close.
TableSource PortfolioEquityTable(const AlignedBars& bars,
                                 const PortfolioSimulation& portfolio);

}  // namespace admf
