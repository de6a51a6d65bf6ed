#pragma once

#include <span>

#include "absl/status/status.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Checks a simulation against the bars, the decisions and the settings without
/// simulating again: from the fills alone, in other formulas than the
/// simulator's.
///
/// - Orders: fills are in order, none is before its decision, every market
/// price
///   is the one that its order got (the open, the close, or a level inside the
///   bar's range), slippage is never in the trader's favour, commissions are
///   right, entries follow a decision for their side, and every decision that
///   asks for another side has a fill or a rejection.
/// - Exits: no bar of a position's life passed its stop or target unnoticed,
/// and
///   no position is older than max_holding_bars.
/// - Accounts: cash is what the fills leave of the initial cash, it changes
/// only
///   on bars with fills, cash + units x close is initial cash + all profits on
///   every bar, no entry leaves cash below zero, whole units are whole.
/// - Trades: they are the fills in pairs, and their profits are the change of
///   the equity.
///
/// DATA_LOSS naming the first bar that is wrong and both figures. Thread-safe.
absl::Status VerifySimulation(const BarSeries& bars,
                              std::span<const Decision> decisions,
                              const SimulationSettings& settings,
                              const Simulation& simulation);

}  // namespace admf
