#pragma once

#include "engine/execution/settings.h"

namespace admf {

/// What fills cost and how many units money pays for. Every amount of money of
/// a simulation is computed here, in the order of operations that is stated.
/// Immutable.
class FillModel {
 public:
  explicit FillModel(const SimulationSettings& settings);

  /// The price per unit when the market stands at `market_price`: times
  /// (1 + slippage) for a buyer, (1 - slippage) for a seller.
  double Price(double market_price, bool buy) const {
    return market_price * (buy ? buy_factor_ : sell_factor_);
  }

  /// The commission of a fill of `units` > 0 at `price`: rate x (units x
  /// price), amount, or amount x units.
  double CommissionOf(double units, double price) const;

  /// Money that `units` > 0 take at `price`: units x price + commission.
  double Cost(double units, double price) const {
    return units * price + CommissionOf(units, price);
  }

  /// The number of units that an entry at `price` trades with `equity`, 0 if
  /// not even the smallest position is paid for. Shorts are sized like longs.
  ///
  /// percent_equity: the most units with Cost(units, price) <= percent / 100 x
  /// equity. fixed_units: that many if Cost <= equity, or else 0.
  double EntryUnits(double equity, double price) const;

  /// The money that EntryUnits may spend: the share of the equity.
  double Budget(double equity) const;

  /// The number of units that an entry wants at least, for messages: one unit,
  /// the fixed number, or 0 where any fraction will do.
  double SmallestEntry() const;

 private:
  /// The most units that cost at most `budget`.
  double AffordableUnits(double budget, double price) const;
  double MostWholeUnits(double estimate, double budget, double price) const;
  /// `units`, or less by as few steps as it takes to be paid for.
  double LargestPaidFor(double units, double step, double budget,
                        double price) const;

  const Commission commission_;
  const Sizing sizing_;
  const bool whole_units_;
  const double buy_factor_;
  const double sell_factor_;
};

}  // namespace admf
