#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/execution/fill_model.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// The money and the one position of a simulation, and the record of what
/// happened to them. A position is entered with one fill and left with another.
/// Calls come in order of bars. Not thread-safe.
class Account {
 public:
  /// Has space for the records of `expected_trades`; more are no fault.
  Account(const SimulationSettings& settings, size_t expected_trades);

  Side side() const {
    return units_ > 0 ? Side::kLong : units_ < 0 ? Side::kShort : Side::kFlat;
  }
  double cash() const { return cash_; }
  /// The fill that the open position was entered with. Only while there is one.
  const Fill& entry() const { return simulation_.fills.back(); }

  /// Enters a position, sized from the equity. False, with the rejection
  /// recorded, if the account does not pay for it. Flat before; `side` is not.
  bool Enter(Side side, int64_t decided_bar, int64_t bar, double market_price);

  /// Leaves the position. There is one before.
  void Exit(int64_t decided_bar, int64_t bar, double market_price,
            OrderReason reason);

  /// Appends the open position, if any, as a trade marked at `close` of the
  /// last bar, and returns the record. The account is of no use then.
  Simulation Finish(int64_t last_bar, double close) &&;

 private:
  /// Fills an order: changes cash and units, and records fill and state.
  void Execute(const Fill& fill);
  void RecordTrade(const Fill& entry, int64_t exit_bar, double exit_price,
                   double exit_commission, OrderReason reason, bool open);

  const FillModel fill_model_;
  const Sizing sizing_;

  double cash_;
  double units_ = 0;
  Simulation simulation_;
};

}  // namespace admf
