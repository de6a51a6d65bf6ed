#pragma once

#include <span>
#include <stop_token>

#include "absl/status/status.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/execution/settings.h"

namespace admf {

/// Checks the simulation of a portfolio against the bars, the decisions and the
/// settings without simulating again: from the fills and orders alone, in other
/// formulas than the simulator's.
///
/// - Fills: in order of ticks, at a bar of their symbol, inside its range and
///   not before their decision; price and commission are what the settings say,
///   slippage and spread are never in the trader's favour, no limit is passed;
///   no bar gives more than volume_limit; whole units are whole; entries are
///   inside the session, for an allowed side, and one that follows a decision.
/// - Orders: filled by as much as their fills are, entries from flat or in
///   their own direction, exits never beyond flat.
/// - Exits: no bar of a position that was entered with a market order passed
///   its stop or target unnoticed, and none is older than max_holding_bars.
/// - Accounts: cash is what fills and borrowing leave of the initial cash, at
///   every tick; holdings are what fills make them; no entry leaves cash below
///   zero without leverage.
/// - Trades: their profits are what their fills exchanged, and together the
///   change of the equity.
///
/// DATA_LOSS naming the tick that is wrong and both figures; CANCELLED once
/// `stop` is requested. Thread-safe.
absl::Status VerifyPortfolio(const AlignedBars& bars,
                             std::span<const SymbolPlan> plans,
                             const SimulationSettings& settings,
                             const PortfolioSimulation& simulation,
                             std::stop_token stop = {});

}  // namespace admf
