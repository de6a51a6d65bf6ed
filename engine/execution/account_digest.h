#pragma once

#include <span>
#include <string>

#include "engine/execution/simulation.h"

namespace admf {

/// NumberDigest of the account from bar to bar (Simulation::states): over the
/// same bars, runs with equal digests have the same fills in sum and the same
/// equity at every close, to the bit.
///
/// Every trial of a search has one, and SHA-256 would take as long as the
/// trial. What vouches for a result is its result digest.
std::string AccountDigest(std::span<const AccountState> states);

}  // namespace admf
