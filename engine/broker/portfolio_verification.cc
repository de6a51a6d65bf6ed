#include "engine/broker/portfolio_verification.h"

#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_verification_internal.h"

namespace admf {

absl::Status VerifyPortfolio(const AlignedBars& bars,
                             std::span<const SymbolPlan> plans,
                             const SimulationSettings& settings,
                             const PortfolioSimulation& simulation,
                             std::stop_token stop) {
  const internal::PortfolioEvidence evidence = {bars, plans, settings,
                                                simulation, stop};
  RETURN_IF_ERROR(internal::VerifyPortfolioFills(evidence));
  RETURN_IF_ERROR(internal::VerifyOrders(evidence));
  RETURN_IF_ERROR(internal::VerifyPortfolioExits(evidence));
  RETURN_IF_ERROR(internal::VerifyPortfolioAccounts(evidence));
  return internal::VerifyPortfolioTrades(evidence);
}

}  // namespace admf
