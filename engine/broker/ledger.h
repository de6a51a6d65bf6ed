#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/position_sizer.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/local_clock.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// One symbol's position, from flat to flat.
struct Position {
  /// Held; short < 0.
  double units = 0;
  /// The first fill.
  int64_t entry_bar = 0;
  int64_t entry_tick = 0;
  /// The tick of the last fill, and the market's price then.
  int64_t fill_tick = 0;
  double fill_market_price = 0;
  /// The mean price of the entries: of one entry, its price.
  double entry_price = 0;
  /// Signed as the position: what was entered in all, and for what, in units x
  /// price.
  double entered_units = 0;
  double entered_value = 0;
  double exited_value = 0;
  int64_t exit_fills = 0;
  double commission = 0;
  double borrow_cost = 0;

  Side side() const {
    return units > 0 ? Side::kLong : units < 0 ? Side::kShort : Side::kFlat;
  }
};

/// The money and the positions of a portfolio, and the record of orders, fills
/// and trades. It changes by fills, by cash = cash - (units x (price x
/// multiplier) + commission), and by the cost of borrowing.
///
/// Calls come in order of ticks. Not thread-safe.
class Ledger {
 public:
  /// `bars` outlive it. One multiplier per symbol.
  Ledger(const AlignedBars& bars, const SimulationSettings& settings,
         std::vector<double> multipliers, const LocalClock& clock);

  double cash() const { return cash_; }
  const Position& position(size_t symbol) const { return positions_[symbol]; }
  /// The symbols with a position, in order.
  std::span<const int32_t> held() const { return held_; }
  double multiplier(size_t symbol) const {
    return simulation_.multipliers[symbol];
  }
  const TradeOutcomes& outcomes(size_t symbol) const {
    return outcomes_[symbol];
  }
  /// Units traded since the calendar month of `tick` began.
  double MonthUnits(int64_t tick);

  /// Records an order, and returns its number.
  int64_t Place(const Order& order);
  const Order& order(int64_t number) const {
    return simulation_.orders[static_cast<size_t>(number)];
  }
  /// What an entry's size turned out to be, with a note if it says why.
  void SetUnits(int64_t number, double units, std::string note);
  /// Adds a note unless the order has one.
  void Note(int64_t number, std::string note);
  /// Ends an order that is not filled: partly filled if a part of it is, or
  /// else as `status` says.
  void End(int64_t number, OrderStatus status, std::string note);
  /// Ends an order as rejected, and records the rejection for `bar`.
  void Reject(int64_t number, int64_t bar, Side side, const std::string& note);

  /// Fills an order, and ends it as filled if that was all of it. A fill that
  /// leaves the symbol flat ends a trade.
  void Fill(int64_t number, int64_t tick, const admf::Fill& fill,
            bool complete);

  /// Takes `total` from the cash for shorts held until `tick`.
  void ChargeBorrowing(int64_t tick, double total);
  /// What is a position's part of it.
  void AddBorrowCost(size_t symbol, double amount) {
    positions_[symbol].borrow_cost += amount;
  }

  /// Appends the open positions as trades, marked at the symbols' last closes,
  /// and returns the record. The ledger is of no use then.
  PortfolioSimulation Finish() &&;

 private:
  Order& OrderOf(int64_t number) {
    return simulation_.orders[static_cast<size_t>(number)];
  }
  void Enter(int64_t tick, const admf::Fill& fill, Position* position);
  void RecordTrade(size_t symbol, int64_t bar, double exit_price,
                   OrderReason reason, bool open);
  void RecordCash(int64_t tick);
  void RecordHolding(size_t symbol, int64_t tick);
  void UpdateHeld(size_t symbol);

  const AlignedBars& bars_;
  const bool counts_months_;
  LocalClock clock_;

  double cash_;
  std::vector<Position> positions_;
  std::vector<int32_t> held_;
  std::vector<TradeOutcomes> outcomes_;
  /// Index of each symbol's last holding state; -1 for none.
  std::vector<int64_t> last_holding_;
  int64_t month_ = 0;
  double month_units_ = 0;
  PortfolioSimulation simulation_;
};

}  // namespace admf
