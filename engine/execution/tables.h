#pragma once

#include "engine/data/bars.h"
#include "engine/data/table_source.h"
#include "engine/execution/simulation.h"

namespace admf {

/// The tables that are kept and exported; docs/results.md describes the
/// columns. Times are the starts of bars. Both arguments outlive the sources.

/// One row per trade: entry_time, exit_time, side, units, entry_price,
/// exit_price, commission, profit, return_fraction, holding_bars, exit_reason.
/// The open trade is the last row, marked at the last close, with the
/// exit_reason `open`.
TableSource TradesTable(const BarSeries& bars, const Simulation& simulation);

/// One row per fill: decided_time, time, units, market_price, price,
/// commission, reason.
TableSource FillsTable(const BarSeries& bars, const Simulation& simulation);

/// One row per bar: time, close, cash, units, equity, after the bar's close.
TableSource EquityTable(const BarSeries& bars, const Simulation& simulation);

}  // namespace admf
