#include "engine/broker/portfolio_digest.h"

#include <cstdint>

#include "engine/base/number_digest.h"

namespace admf {

std::string AccountDigest(const PortfolioSimulation& portfolio) {
  NumberDigest digest(1 + 2 * portfolio.cash_states.size() +
                      3 * portfolio.holding_states.size());
  digest.Add(static_cast<int64_t>(portfolio.cash_states.size()));
  for (const CashState& state : portfolio.cash_states) {
    digest.Add(state.tick);
    digest.Add(state.cash);
  }
  for (const HoldingState& state : portfolio.holding_states) {
    digest.Add(state.tick);
    digest.Add(static_cast<int64_t>(state.symbol));
    digest.Add(state.units);
  }
  return digest.Finish();
}

}  // namespace admf
