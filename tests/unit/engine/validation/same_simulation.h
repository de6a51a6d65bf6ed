#pragma once

#include <cstddef>
#include <vector>

#include "engine/execution/simulation.h"

namespace admf {

// Equality to the bit, for tests.

inline bool Same(const Fill& a, const Fill& b) {
  return a.decided_bar == b.decided_bar && a.bar == b.bar &&
         a.units == b.units && a.market_price == b.market_price &&
         a.price == b.price && a.commission == b.commission &&
         a.reason == b.reason;
}

inline bool Same(const Trade& a, const Trade& b) {
  return a.entry_bar == b.entry_bar && a.exit_bar == b.exit_bar &&
         a.units == b.units && a.entry_price == b.entry_price &&
         a.exit_price == b.exit_price && a.commission == b.commission &&
         a.profit == b.profit && a.return_fraction == b.return_fraction &&
         a.exit_reason == b.exit_reason && a.open == b.open;
}

inline bool Same(const Rejection& a, const Rejection& b) {
  return a.bar == b.bar && a.side == b.side && a.reason == b.reason;
}

inline bool Same(const AccountState& a, const AccountState& b) {
  return a.bar == b.bar && a.cash == b.cash && a.units == b.units;
}

template <typename Row>
bool Same(const std::vector<Row>& a, const std::vector<Row>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!Same(a[i], b[i])) return false;
  }
  return true;
}

inline bool Same(const Simulation& a, const Simulation& b) {
  return Same(a.fills, b.fills) && Same(a.trades, b.trades) &&
         Same(a.rejections, b.rejections) && Same(a.states, b.states) &&
         a.multiplier == b.multiplier;
}

}  // namespace admf
