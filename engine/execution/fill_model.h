#pragma once

#include <cmath>

#include "engine/execution/settings.h"

namespace admf {

/// What fills cost and how many units money pays for, where costs are in
/// proportion to the price, the units or the fill, and entries are sized by
/// percent_equity or fixed_units. Every amount of money of a simulation is
/// computed here, in the order of operations that is stated; what only the
/// broker knows is added by engine/broker/trading_costs.h, and is nothing here.
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

  /// The money that EntryUnits may spend: the share of the equity, or all of it
  /// for fixed_units.
  double Budget(double equity) const;

  /// The most units that cost at most `budget`.
  double AffordableUnits(double budget, double price) const;

  /// The number of units that an entry wants at least, for messages: one unit,
  /// the fixed number, or 0 where any fraction will do.
  double SmallestEntry() const;

 private:
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

// Hot: a fill is a chain of operations that wait for each other, so these are
// inlined into it.

inline double FillModel::CommissionOf(double units, double price) const {
  switch (commission_.type) {
    case Commission::Type::kNone:
      return 0;
    case Commission::Type::kPercent:
      return commission_.rate * (units * price);
    case Commission::Type::kFixed:
      return commission_.amount;
    case Commission::Type::kPerShare:
      return commission_.amount * units;
    case Commission::Type::kTiered:
      return 0;
  }
  return 0;
}

inline double FillModel::EntryUnits(double equity, double price) const {
  switch (sizing_.type) {
    case Sizing::Type::kPercentEquity:
      return AffordableUnits(Budget(equity), price);
    case Sizing::Type::kFixedUnits: {
      const double units = SmallestEntry();
      return Cost(units, price) <= equity ? units : 0;
    }
    case Sizing::Type::kFixedCash:
    case Sizing::Type::kVolatilityTarget:
    case Sizing::Type::kKellyFraction:
    case Sizing::Type::kAtrRisk:
      return 0;
  }
  return 0;
}

inline double FillModel::Budget(double equity) const {
  return sizing_.type == Sizing::Type::kFixedUnits
             ? equity
             : sizing_.percent / 100 * equity;
}

inline double FillModel::AffordableUnits(double budget, double price) const {
  double money = budget;
  double price_with_costs = price;
  switch (commission_.type) {
    case Commission::Type::kNone:
      break;
    case Commission::Type::kPercent:
      price_with_costs = price * (1 + commission_.rate);
      break;
    case Commission::Type::kFixed:
      money = budget - commission_.amount;
      break;
    case Commission::Type::kPerShare:
      price_with_costs = price + commission_.amount;
      break;
    case Commission::Type::kTiered:
      break;
  }
  if (!(money > 0)) return 0;
  const double quotient = money / price_with_costs;
  return whole_units_
             ? MostWholeUnits(std::floor(quotient), budget, price)
             : LargestPaidFor(quotient, quotient * 0x1p-53, budget, price);
}

inline double FillModel::MostWholeUnits(double estimate, double budget,
                                        double price) const {
  // The quotient is rounded: the estimate can be one unit off either way.
  const double more = estimate + 1;
  if (Cost(more, price) <= budget) return more;
  return LargestPaidFor(estimate, 1, budget, price);
}

inline double FillModel::LargestPaidFor(double units, double step,
                                        double budget, double price) const {
  // One step suffices but for the most extreme prices; doubling it ends the
  // search there, too. The comparison takes a NaN for zero.
  while (units > 0 && Cost(units, price) > budget) {
    const double less = units - step;
    units = less > 0 ? less : 0;
    step *= 2;
  }
  return units;
}

}  // namespace admf
