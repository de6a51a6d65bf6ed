#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategies/strategy.h"

namespace admf {

/// Why an order was placed.
enum class OrderReason : uint8_t {
  kEntry,
  kSignal,
  kStopLoss,
  kTakeProfit,
  kTrailingStop,
  kMaxHolding,
  kEndOfData,
  // Of the broker alone.
  kEndOfDay,
  kMarginCall,
  kMaxDrawdown,
  kDailyLoss,
};
/// The reason as it stands in tables: `entry`, `signal`, `stop_loss`, ...
std::string_view OrderReasonName(OrderReason reason);

/// One fill.
struct Fill {
  /// Bar at whose close the order was decided; `bar` itself for stops and
  /// targets, whose orders rest in the market.
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
  /// kEndOfData for an open one.
  OrderReason exit_reason;
  bool open = false;
};

/// An order that was not filled.
struct Rejection {
  /// Bar in which it would have been filled.
  int64_t bar;
  Side side;
  /// Why, for people: "cash 12.50 does not pay for 1 unit at 806.19".
  std::string reason;
};

/// The account from the close of one bar on, until the next state.
struct AccountState {
  int64_t bar;
  double cash;
  /// Held; short < 0.
  double units;
};

/// What became of the decisions. A value type.
///
/// Only what changes is kept: the account between two fills is constant, and
/// the equity at the close of bar i is cash + units x close[i] of the state
/// that holds at i (engine/execution/equity_curve.h goes through it).
struct Simulation {
  /// In the order in which they happened. On the quick path entry and exit
  /// alternate, because a position is entered and left with one fill each; the
  /// broker fills in parts, too.
  std::vector<Fill> fills;
  /// Closed trades in order of their exits; then the open one, if any.
  std::vector<Trade> trades;
  std::vector<Rejection> rejections;
  /// The first one is of bar 0; the others are of the bars with fills, after
  /// all fills of the bar, in order.
  std::vector<AccountState> states;
  /// Units of the underlying in one contract: money is units x price x this.
  /// The units of states are times this.
  double multiplier = 1;

  /// Memory that the columns take.
  size_t bytes() const;
  /// Number of trades that are closed.
  size_t closed_trade_count() const;
};

}  // namespace admf
