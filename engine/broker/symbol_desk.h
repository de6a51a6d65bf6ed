#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "engine/broker/account_monitor.h"
#include "engine/broker/decision_figures.h"
#include "engine/broker/ledger.h"
#include "engine/broker/resting_entry.h"
#include "engine/broker/session_calendar.h"
#include "engine/broker/trading_costs.h"
#include "engine/broker/valuation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/exit_rules.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What the desks of all symbols share.
struct TradingFloor {
  const AlignedBars& bars;
  const SimulationSettings& settings;
  const Valuation& valuation;
  const AccountMonitor& monitor;
  Ledger& ledger;
};

/// Trades one symbol: turns its decisions into orders, keeps the one that works
/// for an exit and the one that works for an entry, and fills them. Sleeps from
/// one tick at which it may have something to do to the next; what could happen
/// to a position or an order in between is looked up in the symbol's bars
/// alone, so a tick without events costs nothing.
///
///            entry placed              filled              exit placed
///     flat ---------------> entering ----------> holding ---------------> ...
///                              |  ^  in parts                  |  ^ in parts
///                              +--+                            +--+
///
/// An entry that is placed while an exit works waits until the symbol is flat.
/// At a tick that wakes it, whoever runs the desks calls the moments in order.
/// Not thread-safe.
class SymbolDesk {
 public:
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

  struct Options {
    size_t symbol;
    std::span<const Decision> decisions;
    double weight;
    double multiplier;
    /// Null without sessions.
    const SessionCalendar* calendar;
  };

  /// `floor` and what the options point to outlive it.
  SymbolDesk(const TradingFloor& floor, const Options& options);

  /// The next tick at which there may be something to do; kNever for none.
  int64_t wake_tick() const { return wake_tick_; }

  // The moments of a tick at which the symbol has a bar.
  void ExitAtOpen(int64_t tick);
  void EnterAtOpen(int64_t tick);
  void EnterInside(int64_t tick);
  void ExitInside(int64_t tick);
  void CloseSession(int64_t tick);
  /// Takes the decision at the close, and what is due then; with same_close
  /// fills exits.
  void Decide(int64_t tick);
  /// With same_close, fills the entry that was decided.
  void EnterAtClose(int64_t tick);

  /// Gives up the entry and closes the position, at any tick's close.
  void Flatten(int64_t tick, OrderReason reason);

  /// Looks for the next tick to wake at, after `tick`.
  void Sleep(int64_t tick);

 private:
  /// The exit that works.
  struct Exit {
    int64_t order;
    int64_t decided_bar;
    OrderReason reason;
  };
  /// The entry that works.
  struct Entry {
    int64_t order;
    int64_t decided_bar;
    Side side;
    /// The last bar in which it works.
    int64_t last_bar;
    /// What its size depends on.
    double figure;
    /// Waits for its price; otherwise it takes the market's.
    bool rests;
    /// > 0 once it is sized.
    double units_left = 0;
  };

  int64_t BarAt(int64_t tick) const {
    return floor_.valuation.BarAt(symbol_, tick);
  }
  /// The symbol's first bar after `tick`.
  int64_t BarAfter(int64_t tick) const;
  int64_t TickOf(int64_t bar) const;
  const Position& position() const { return floor_.ledger.position(symbol_); }
  bool holds() const { return position().units != 0; }
  bool fills_at_open() const {
    return floor_.settings.fill == FillMode::kNextOpen;
  }
  /// Whether the entry may be filled: nothing has to be closed before.
  bool CanEnter() const { return entry_ && !exit_; }
  double VolumeAt(int64_t bar) const {
    return bars_.volume().empty() ? 0 : bars_.volume()[bar];
  }
  /// What the volume limit leaves in `bar` of an order's last `units`. All of
  /// them where the difference is no more than the rounding of its parts.
  double Fillable(int64_t bar, int64_t order, double units) const;
  /// What of an order's units is no more than the rounding of its parts.
  double Dust(int64_t order) const {
    constexpr double kRounding = 1e-12;
    return kRounding * floor_.ledger.order(order).units;
  }

  // Decisions.
  Side Allowed(Side side) const;
  void TakeDecision(int64_t tick, int64_t bar, Side side);
  /// The bar at whose close max_holding_bars closes the position.
  int64_t HoldingLimit() const;
  void PlaceExit(int64_t tick, int64_t bar, OrderReason reason);
  void PlaceEntry(int64_t tick, int64_t bar, Side side);
  double FigureFor(int64_t bar);
  void CancelEntry(OrderStatus status, std::string note);

  // Fills.
  void FillExit(int64_t tick, int64_t bar, double market_price);
  void FillEntry(int64_t tick, int64_t bar, double market_price, Moment moment);
  /// Sizes the entry that is filled for the first time. False if it is ended.
  bool SizeEntryAt(int64_t tick, int64_t bar, const Quote& quote,
                   Moment moment);
  /// What of the entry's next fill is paid for.
  double PaidFor(int64_t tick, const Quote& quote, Moment moment,
                 double units) const;
  double BuyingPower(int64_t tick, Moment moment, double equity) const;
  void StartRules(int64_t bar, double price, double market_price,
                  Moment moment);
  /// Why no entry is filled in `bar` at all; empty if it may be.
  std::string WhyNotIn(int64_t bar) const;

  const TradingFloor& floor_;
  const size_t symbol_;
  const BarSeries& bars_;
  const std::span<const Decision> decisions_;
  const double weight_;
  const SessionCalendar* const calendar_;
  const TradingCosts costs_;
  const int64_t last_bar_;
  /// The last bar at whose close an order can be decided that is still filled.
  const int64_t last_effective_close_;

  int64_t wake_tick_ = kNever;
  size_t next_decision_ = 0;
  DecisionFigures figures_;

  std::optional<Exit> exit_;
  ExitRules exit_rules_;
  /// The first bar that the position's rules have not seen, and the exit that
  /// they found.
  int64_t unchecked_exit_bar_ = 0;
  std::optional<ExitRules::Exit> found_exit_;
  /// Where the market stood when the position was entered inside a bar.
  int64_t entered_inside_bar_ = -1;
  double entered_inside_at_ = 0;

  std::optional<Entry> entry_;
  RestingEntry resting_entry_;
  int64_t unchecked_entry_bar_ = 0;
  std::optional<RestingEntry::Hit> found_entry_;

  /// Units filled in that bar, of which the volume limit is a part.
  int64_t volume_bar_ = -1;
  double volume_used_ = 0;
};

}  // namespace admf
