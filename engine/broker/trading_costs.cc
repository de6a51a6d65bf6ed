#include "engine/broker/trading_costs.h"

#include <algorithm>
#include <cmath>

namespace admf {

TradingCosts::TradingCosts(const SimulationSettings& settings,
                           double multiplier)
    : fill_model_(settings),
      commission_(settings.commission),
      slippage_(settings.slippage),
      half_spread_(settings.spread / 2),
      whole_units_(settings.units == Units::kWhole),
      multiplier_(multiplier),
      simple_price_(settings.spread == 0 &&
                    slippage_.type != Slippage::Type::kFixed &&
                    slippage_.type != Slippage::Type::kVolumeImpact),
      simple_units_(slippage_.type != Slippage::Type::kVolumeImpact &&
                    commission_.type != Commission::Type::kTiered &&
                    commission_.minimum == 0 && commission_.maximum_rate == 0) {
}

double TradingCosts::Price(const Quote& quote, double units) const {
  double price = fill_model_.Price(quote.market_price, quote.buy);
  if (!simple_price_) {
    double away = quote.market_price * half_spread_;
    if (slippage_.type == Slippage::Type::kFixed) {
      away += slippage_.amount;
    } else if (slippage_.type == Slippage::Type::kVolumeImpact) {
      away += quote.market_price * ImpactOf(units, quote.volume);
    }
    price = quote.buy ? price + away : std::max(price - away, 0.0);
  }
  if (std::isinf(quote.limit)) return price;
  return quote.buy ? std::min(price, quote.limit)
                   : std::max(price, quote.limit);
}

double TradingCosts::CommissionOf(double units, double price,
                                  double month_units) const {
  const double value = price * multiplier_;
  double money = commission_.type == Commission::Type::kTiered
                     ? Tiered(units, month_units)
                     : fill_model_.CommissionOf(units, value);
  if (commission_.type == Commission::Type::kNone) return money;
  money = std::max(money, commission_.minimum);
  if (commission_.maximum_rate > 0) {
    money = std::min(money, commission_.maximum_rate * (units * value));
  }
  return money;
}

double TradingCosts::Cost(const Quote& quote, double units,
                          double month_units) const {
  const double price = Price(quote, units);
  return units * (price * multiplier_) +
         CommissionOf(units, price, month_units);
}

double TradingCosts::AffordableUnits(const Quote& quote, double budget,
                                     double month_units) const {
  if (simple_units_) {
    return fill_model_.AffordableUnits(budget, Price(quote, 0) * multiplier_);
  }
  return BisectUnits(quote, budget, month_units);
}

double TradingCosts::Round(double units) const {
  return whole_units_ ? std::floor(units) : units;
}

double TradingCosts::ImpactOf(double units, double volume) const {
  const double share = units < volume ? units / volume : 1;
  return slippage_.coefficient * std::pow(share, slippage_.exponent);
}

double TradingCosts::Tiered(double units, double month_units) const {
  double money = 0;
  const double until = month_units + units;
  for (size_t i = 0; i < commission_.tiers.size(); ++i) {
    const double begin = std::max(month_units, commission_.tiers[i].from_units);
    const double end =
        i + 1 < commission_.tiers.size()
            ? std::min(until, commission_.tiers[i + 1].from_units)
            : until;
    if (end > begin) money += (end - begin) * commission_.tiers[i].amount;
  }
  return money;
}

double TradingCosts::BisectUnits(const Quote& quote, double budget,
                                 double month_units) const {
  // Above 2^53 units are no longer counted one by one.
  constexpr double kMost = 0x1p53;
  const double value = Price(quote, 0) * multiplier_;
  if (!(budget > 0) || !(value > 0)) return 0;
  // Costs come on top of the value, so that more units are never paid for.
  double none = std::min(std::floor(budget / value) + 1, kMost);
  double paid = 0;
  auto halve = [&](double middle) {
    (Cost(quote, middle, month_units) <= budget ? paid : none) = middle;
  };
  if (whole_units_) {
    while (none - paid > 1) halve(std::floor(paid + (none - paid) / 2));
  } else {
    // Down to neighbouring numbers.
    for (int i = 0; i < 64; ++i) halve(paid + (none - paid) / 2);
  }
  return paid;
}

}  // namespace admf
