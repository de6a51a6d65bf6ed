#pragma once

#include <cmath>

#include "engine/execution/simulation.h"

namespace admf {

/// Sets profit and return_fraction of a trade whose units and commission are
/// set: units x (exit - entry) - commission - other_costs, and that by |units|
/// x entry. The values are per unit: prices, or those of a whole contract.
inline void SetProfit(double entry_value, double exit_value, double other_costs,
                      Trade* trade) {
  trade->profit = trade->units * (exit_value - entry_value) -
                  trade->commission - other_costs;
  trade->return_fraction =
      trade->profit / (std::abs(trade->units) * entry_value);
}

}  // namespace admf
