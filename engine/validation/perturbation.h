#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

// The same strategy in a world that is a little worse. Pure functions.

/// Every decision `delay` >= 0 bars later; those that would come after the last
/// of `bars` bars are left out.
std::vector<Decision> DelayDecisions(std::span<const Decision> decisions,
                                     int64_t bars, int64_t delay);

/// Every decision 0 to `max_delay` bars later, each number equally likely and
/// drawn from Random(seed, stream = path), one number a decision. A decision
/// that a later one overtakes or meets is left out, since it is no longer what
/// is wanted; so is one that wants what the last one did.
std::vector<Decision> DelayDecisionsAtRandom(
    std::span<const Decision> decisions, int64_t bars, int64_t max_delay,
    uint64_t seed, uint64_t path);

/// By how much costs are multiplied; each >= 0 and finite.
struct CostFactors {
  /// Rates and amounts of commissions, minimum, maximum and tiers included. The
  /// maximum rate ends just below 1, where it hardly binds.
  double commission = 1;
  /// Rates, amounts and the coefficient of slippage.
  double slippage = 1;
  double spread = 1;
};
/// The settings with other costs; costs that are zero stay zero, so that a
/// model of costs without any has to be replaced, not scaled.
/// INVALID_ARGUMENT if a factor is out of its range or makes a fraction of the
/// price that is not below 1.
absl::StatusOr<SimulationSettings> ScaleCosts(
    const SimulationSettings& settings, const CostFactors& factors);

}  // namespace admf
