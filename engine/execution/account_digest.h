#pragma once

#include <span>
#include <string>

#include "engine/execution/simulation.h"

namespace admf {

/// SHA-256 of the account from bar to bar (Simulation::states), in hexadecimal:
/// over the same bars, runs with equal digests have the same fills in sum and
/// the same equity at every close, to the bit.
std::string AccountDigest(std::span<const AccountState> states);

}  // namespace admf
