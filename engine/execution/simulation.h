#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/table.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Why an order was placed.
enum class OrderReason : uint8_t { kEntry, kSignal, kStopLoss, kTakeProfit, kTrailingStop, kMaxHolding, kEndOfData };
std::string_view OrderReasonName(OrderReason reason);

/// One fill.
struct Fill {
  /// Bar at which the order was decided; equals `bar` for stops and targets and with same_close.
  int64_t decided_bar;
  /// Bar in which it was filled.
  int64_t bar;
  /// Bought > 0, sold < 0.
  double units;
  /// The market's price, inside the bar's range.
  double market_price;
  /// What was paid or received per unit: market_price with slippage.
  double price;
  /// Money, >= 0.
  double commission;
  OrderReason reason;
};

/// A round trip, or the open position at the end.
struct Trade {
  int64_t entry_bar;
  /// Bar of the exit; the last bar for an open one.
  int64_t exit_bar;
  /// Long > 0, short < 0.
  double units;
  double entry_price;
  /// Price of the exit; the last close for an open one.
  double exit_price;
  /// Entry and exit together; only the entry's for an open one.
  double commission;
  /// Money won: units x (exit_price - entry_price) - commission.
  double profit;
  /// profit / (|units| x entry_price).
  double return_fraction;
  OrderReason exit_reason;
  bool open = false;
};

/// An order that was not filled.
struct Rejection {
  int64_t bar;
  Side side;
  /// Why, for people: "cash 12.50 does not pay for 1 unit at 806.19".
  std::string reason;
};

/// What became of the decisions. Columns have one row per bar.
struct Simulation {
  std::vector<Fill> fills;
  /// Closed trades in order of their exits; then the open one, if any.
  std::vector<Trade> trades;
  std::vector<Rejection> rejections;
  /// Marked at the close of the bar: cash + units x close.
  std::vector<double> equity;
  /// After all fills of the bar.
  std::vector<double> cash;
  /// Held after all fills of the bar; short < 0.
  std::vector<double> units;

  size_t bytes() const;
};

/// Executes decisions bar by bar: the reference for all paths.
///
/// Order inside a bar: orders pending from the bar before fill at the open; stops and targets are checked
/// against high and low (pessimistic: a stop before a target; a gap through a level fills at the open); the
/// decision at the close is taken, and with same_close filled; equity is marked at the close.
///
/// CANCELLED once `stop` is requested. Decisions must be in order of bars and inside them.
absl::StatusOr<Simulation> Simulate(const BarSeries& bars, std::span<const Decision> decisions,
                                    const SimulationSettings& settings, std::stop_token stop);

/// Recomputes a simulation's accounts from its fills alone, in another way than Simulate does, and compares:
/// cash + units x close = equity on every bar, cash only changes by fills, every fill's market price inside its
/// bar's range, slippage never in the trader's favour, no fill before its decision, trades add up to the fills,
/// no cash below zero without a short position. DATA_LOSS naming the first bar and both figures.
absl::Status VerifySimulation(const BarSeries& bars, std::span<const Decision> decisions,
                              const SimulationSettings& settings, const Simulation& simulation);

/// The tables that are kept and exported.
Table TradesTable(const BarSeries& bars, const Simulation& simulation);
Table FillsTable(const BarSeries& bars, const Simulation& simulation);
Table EquityTable(const BarSeries& bars, const Simulation& simulation);

}  // namespace admf
