#include "engine/execution/verification.h"

#include "engine/base/status_macros.h"
#include "engine/execution/verification_internal.h"

namespace admf {

absl::Status VerifySimulation(const BarSeries& bars,
                              std::span<const Decision> decisions,
                              const SimulationSettings& settings,
                              const Simulation& simulation) {
  const internal::Evidence evidence = {bars, decisions, settings, simulation};
  RETURN_IF_ERROR(internal::VerifyFills(evidence));
  RETURN_IF_ERROR(internal::VerifyDecisions(evidence));
  RETURN_IF_ERROR(internal::VerifyExits(evidence));
  RETURN_IF_ERROR(internal::VerifyTrades(evidence));
  return internal::VerifyAccounts(evidence);
}

}  // namespace admf
