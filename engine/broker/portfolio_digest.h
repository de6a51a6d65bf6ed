#pragma once

#include <string>

#include "engine/broker/portfolio_simulation.h"

namespace admf {

/// NumberDigest of the account from tick to tick: its cash, and the units of
/// each symbol. Over the same bars, runs with equal digests have the same fills
/// in sum and the same equity at every close, to the bit. Another one than that
/// of the same run of one symbol (engine/execution/account_digest.h).
std::string AccountDigest(const PortfolioSimulation& portfolio);

}  // namespace admf
