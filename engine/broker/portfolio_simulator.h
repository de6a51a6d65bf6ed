#pragma once

#include <span>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/data/aligned_bars.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What is traded of one symbol.
struct SymbolPlan {
  std::span<const Decision> decisions;
  /// The part of the equity that shares of the equity are of, >= 0.
  double weight = 1;
  /// Units of the underlying in one contract, > 0: money is units x price x
  /// multiplier.
  double multiplier = 1;
};

/// Executes the decisions of one or more symbols with one account: the
/// reference for all paths, and the only one that knows all settings. For one
/// symbol with weight and multiplier 1, and settings of which CanSimulate says
/// so, ToSimulation of it is what Simulate gives, to the bit.
///
/// The clock is that of `bars`: a symbol without a bar at a tick is not traded
/// then, and worth its last close. What Simulate says of decisions, sides and
/// the end of the data holds for every symbol. Order inside a tick, each step
/// for all symbols in their order before the next:
///
/// 1. Borrowed units are charged for the time since the last tick.
/// 2. At the open: market orders and what is left of orders that were filled in
///    part; entries whose level the open is beyond. Exits come before entries,
///    so that they pay for them.
/// 3. Inside the bar: entries that rest, at their levels. Then stops, targets
///    and trailing stops (exit_rules.h); a position that was entered inside the
///    bar may be stopped in it, and reaches its target there only if the close
///    is beyond it.
/// 4. At the close: positions whose session ends (close_eod).
/// 5. Maintenance margin, drawdown and the day's loss are looked at with all
///    positions at their last closes. If one is breached, entries are given up
///    and positions are closed at the next fill moment.
/// 6. The decisions at the close; with same_close they fill there, exits before
///    entries.
///
/// - Exits are market orders but for stops (which become such), targets and
///   trailing stops. Costs apply to all of them, to targets as well. An entry
///   with a limit is never filled beyond it, costs included.
/// - What volume_limit leaves of an order is filled at the opens of the next
///   bars, or rests at its limit. Exits share a bar's volume with entries. A
///   position that is filled in parts has the mean price for its stop and
///   target; an exit gives up what is left of its entry.
/// - A decision replaces an entry that works. One for the side that is held
///   does nothing, unless that position is being closed: then it enters again
///   once it is.
/// - An entry may use max_leverage x equity - the value of all positions, short
///   ones counted as positive. With a leverage of 1 longs are paid for in cash,
///   and shorts are backed by as much again as they brought.
/// - close_eod closes at the close of the session's last bar; where a day ends
///   early, at the next open. Entries outside the session are rejected; those
///   that rest sleep there.
///
/// Time grows with the number of decisions and fills, and with the bars under
/// positions and resting orders; with the ticks under positions as well if the
/// account is watched (step 5) or units are borrowed at a cost.
///
/// INVALID_ARGUMENT unless there is a plan per symbol, its decisions are in
/// order and of the symbol's bars, and there is volume where the settings need
/// it; CANCELLED once `stop` is requested. Thread-safe.
absl::StatusOr<PortfolioSimulation> SimulatePortfolio(
    const AlignedBars& bars, std::span<const SymbolPlan> plans,
    const SimulationSettings& settings, std::stop_token stop);

}  // namespace admf
