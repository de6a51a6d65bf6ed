#include "engine/execution/fill_model.h"

#include <cmath>

namespace admf {
namespace {

double SlippageRate(const Slippage& slippage) {
  return slippage.type == Slippage::Type::kPercent ? slippage.rate : 0;
}

}  // namespace

FillModel::FillModel(const SimulationSettings& settings)
    : commission_(settings.commission),
      sizing_(settings.sizing),
      whole_units_(settings.units == Units::kWhole),
      buy_factor_(1 + SlippageRate(settings.slippage)),
      sell_factor_(1 - SlippageRate(settings.slippage)) {}

double FillModel::CommissionOf(double units, double price) const {
  switch (commission_.type) {
    case Commission::Type::kNone:
      return 0;
    case Commission::Type::kPercent:
      return commission_.rate * (units * price);
    case Commission::Type::kFixed:
      return commission_.amount;
    case Commission::Type::kPerShare:
      return commission_.amount * units;
  }
  return 0;
}

double FillModel::EntryUnits(double equity, double price) const {
  switch (sizing_.type) {
    case Sizing::Type::kPercentEquity:
      return AffordableUnits(Budget(equity), price);
    case Sizing::Type::kFixedUnits: {
      const double units = SmallestEntry();
      return Cost(units, price) <= equity ? units : 0;
    }
  }
  return 0;
}

double FillModel::Budget(double equity) const {
  return sizing_.type == Sizing::Type::kPercentEquity
             ? sizing_.percent / 100 * equity
             : equity;
}

double FillModel::SmallestEntry() const {
  if (sizing_.type == Sizing::Type::kFixedUnits) {
    return whole_units_ ? std::floor(sizing_.units) : sizing_.units;
  }
  return whole_units_ ? 1 : 0;
}

double FillModel::AffordableUnits(double budget, double price) const {
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
  }
  if (!(money > 0)) return 0;
  const double quotient = money / price_with_costs;
  return whole_units_
             ? MostWholeUnits(std::floor(quotient), budget, price)
             : LargestPaidFor(quotient, quotient * 0x1p-53, budget, price);
}

double FillModel::MostWholeUnits(double estimate, double budget,
                                 double price) const {
  // The quotient is rounded: the estimate can be one unit off either way.
  const double more = estimate + 1;
  if (Cost(more, price) <= budget) return more;
  return LargestPaidFor(estimate, 1, budget, price);
}

double FillModel::LargestPaidFor(double units, double step, double budget,
                                 double price) const {
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
