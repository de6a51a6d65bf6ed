#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/execution/simulation.h"

namespace admf {

// What becomes of the decisions for a portfolio. A tick is an index of
// AlignedBars, a bar an index of the symbol's own bars, and a symbol is
// numbered as in AlignedBars.

enum class OrderType : uint8_t {
  kMarket,
  kLimit,
  kStop,
  kStopLimit,
  kTrailingStop
};
/// The type as it stands in tables: `market`, `limit`, `stop`, `stop_limit`,
/// `trailing_stop`.
std::string_view OrderTypeName(OrderType type);

enum class OrderStatus : uint8_t {
  /// Still in the market at the end of the data.
  kWorking,
  kFilled,
  /// A part is filled; the rest was cancelled or has expired.
  kPartlyFilled,
  kCancelled,
  kExpired,
  kRejected
};
/// `working`, `filled`, `partly_filled`, `cancelled`, `expired`, `rejected`.
std::string_view OrderStatusName(OrderStatus status);

/// An order that was placed. Stops, targets and trailing stops of positions
/// rest in the market from the entry on; they are here if they were hit, since
/// the others end with their position.
struct Order {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  /// From whose close on it was in the market; the tick of the entry for the
  /// exits that rest.
  int64_t placed_tick;
  int32_t symbol;
  OrderType type;
  /// Why it was placed.
  OrderReason reason;
  bool buy;
  OrderStatus status = OrderStatus::kWorking;
  /// Index of PortfolioSimulation::notes; -1 for none.
  int32_t note = -1;
  /// > 0. An entry is sized when it is first filled: 0 until then.
  double units = 0;
  double filled_units = 0;
  /// kNone if the type has none. A trailing stop's is where it began, or where
  /// it was hit.
  double limit_price = kNone;
  double stop_price = kNone;
};

struct PortfolioFill : Fill {
  int32_t symbol;
  int64_t tick;
  /// Index of PortfolioSimulation::orders.
  int64_t order;
};

/// A round trip from flat to flat. With several fills the prices are means,
/// weighted with units, and `units` is the most that was held; an open trade's
/// exit price has the units that are still held at the last close.
struct PortfolioTrade : Trade {
  int32_t symbol;
  /// What borrowing cost; contained in the profit.
  double borrow_cost;
};

struct PortfolioRejection : Rejection {
  int32_t symbol;
  int64_t order;
};

/// The cash after a tick, until the next state.
struct CashState {
  int64_t tick;
  double cash;
};

/// The units of a symbol after a tick, until its next state.
struct HoldingState {
  int64_t tick;
  int32_t symbol;
  double units;
};

/// A value type. The equity at the close of a tick is cash + the sum, in order
/// of the symbols, of units x multiplier x the symbol's last close
/// (portfolio_equity.h computes it).
struct PortfolioSimulation {
  /// In the order in which they were placed.
  std::vector<Order> orders;
  /// In the order in which they happened.
  std::vector<PortfolioFill> fills;
  /// Closed trades in order of their exits; then the open ones by symbol.
  std::vector<PortfolioTrade> trades;
  std::vector<PortfolioRejection> rejections;
  /// The first one is of tick 0; the others of the ticks that changed it.
  std::vector<CashState> cash_states;
  /// By ticks; every symbol begins with no units.
  std::vector<HoldingState> holding_states;
  /// Why orders were rejected, cancelled or filled in part, for people.
  std::vector<std::string> notes;
  /// Of the symbols' contracts.
  std::vector<double> multipliers;

  /// The note of an order; empty if it has none.
  std::string_view NoteOf(const Order& order) const;
  /// Memory that the columns take.
  size_t bytes() const;
};

/// The portfolio of one symbol as the quick path tells it: to the bit what
/// Simulate gives, where it can. The units of states are those of fills times
/// the multiplier, so that cash + units x close is the equity.
Simulation ToSimulation(const PortfolioSimulation& portfolio);

}  // namespace admf
