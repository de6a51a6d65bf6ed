#pragma once

#include <limits>

#include "engine/execution/fill_model.h"
#include "engine/execution/settings.h"

namespace admf {

/// The market as an order finds it.
struct Quote {
  double market_price;
  bool buy;
  /// Traded in the bar; 0 where it is not known.
  double volume = 0;
  /// The worst price that the order takes; infinite for the side's worst.
  double limit = std::numeric_limits<double>::infinity();
};

/// What fills of one symbol cost: FillModel, and what only the broker knows.
/// Money of a unit is that of a contract: price x multiplier. Immutable.
class TradingCosts {
 public:
  TradingCosts(const SimulationSettings& settings, double multiplier);

  const FillModel& fill_model() const { return fill_model_; }
  double multiplier() const { return multiplier_; }

  /// The price of a fill of `units` > 0: FillModel::Price, then further away by
  /// price x spread / 2 + fixed slippage + price x impact, but not below zero,
  /// nor beyond the order's limit.
  double Price(const Quote& quote, double units) const;

  /// The commission of a fill of `units` > 0 at `price`, after `month_units`
  /// were traded in the month. With least and most: min(max(commission,
  /// minimum), maximum_rate x notional).
  double CommissionOf(double units, double price, double month_units) const;

  /// Money that `units` > 0 take: units x (price x multiplier) + commission.
  double Cost(const Quote& quote, double units, double month_units) const;

  /// The most units with Cost <= budget.
  double AffordableUnits(const Quote& quote, double budget,
                         double month_units) const;

  /// `units`, without the fraction where units are whole.
  double Round(double units) const;

 private:
  double ImpactOf(double units, double volume) const;
  double Tiered(double units, double month_units) const;
  double BisectUnits(const Quote& quote, double budget,
                     double month_units) const;

  const FillModel fill_model_;
  const Commission commission_;
  const Slippage slippage_;
  const double half_spread_;
  const bool whole_units_;
  const double multiplier_;
  /// Whether FillModel's price is all, and whether its units are.
  const bool simple_price_;
  const bool simple_units_;
};

}  // namespace admf
