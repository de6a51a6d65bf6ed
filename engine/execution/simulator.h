#pragma once

#include <span>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Whether Simulate can execute these settings: market orders of one symbol
/// that is paid for in full, with the costs and sizes of FillModel. The broker
/// (engine/broker/portfolio_simulator.h) executes all settings, these to the
/// same bits.
bool CanSimulate(const SimulationSettings& settings);

/// Executes decisions: the quick path for one symbol.
///
/// Order inside a bar: orders that were decided at the close before fill at the
/// open; stops and targets are checked against the bar (exit_rules.h); the
/// decision at the close is taken, and with same_close filled. Where several
/// things would close a position at the same close, the decision comes first,
/// then max_holding_bars, then the end of the data.
///
/// - A decision for the side that is held does nothing. Another side closes the
///   position, and then, from the equity that is left, enters the new one in
///   the same fill moment. A side that `direction` forbids counts as flat.
/// - After a stop, a target or max_holding_bars the account stays flat until
///   the next decision.
/// - max_holding_bars = n: the exit is filled n bars after the entry: at the
///   open of bar entry + n with next_open, at its close with same_close.
/// - A decision on the last bar stays unfilled with next_open: there is no bar.
/// - close_at_end: the closing order is decided so that it fills on the last
///   bar, and on that bar nothing is entered.
/// - An entry that the account does not pay for is a Rejection. A short
/// position
///   that has lost more than the account is not liquidated: the equity is then
///   below zero, and every later entry is rejected.
///
/// Float operations have one order, so that results are the same to the bit
/// everywhere: FillModel computes a fill, and the account changes only by
/// cash = cash - (units x price + commission), units > 0 for buys.
///
/// Time grows with the number of decisions, and with the bars under a position
/// only if there are stops or targets. CHECK-fails unless
/// CanSimulate(settings). INVALID_ARGUMENT unless the decisions'
/// bars strictly increase and are bars of the series; CANCELLED once `stop` is
/// requested.
absl::StatusOr<Simulation> Simulate(const BarSeries& bars,
                                    std::span<const Decision> decisions,
                                    const SimulationSettings& settings,
                                    std::stop_token stop);

}  // namespace admf
