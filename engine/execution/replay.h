#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "absl/status/status.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What a replay comes to: the account, and nothing of how it came about.
struct Replayed {
  /// As Simulation::states, to the bit.
  std::vector<AccountState> states;
  /// As Simulation::closed_trade_count().
  int64_t closed_trades = 0;
  /// As the number of Simulation::rejections.
  int64_t rejections = 0;
};

/// Whether Replay can execute these settings: those of Simulate but for stop,
/// target, trailing stop and max_holding_bars, which close positions between
/// decisions.
bool CanReplay(const SimulationSettings& settings);

/// Executes decisions as Simulate does, the reference (simulator.h), with the
/// same account to the bit, but keeps no fills, trades and reasons: for runs of
/// which only the figures are wanted, such as the many of a sweep.
///
/// Looks at the bars with fills alone; time and memory grow with the number of
/// decisions. `result` is overwritten, and its memory used again.
///
/// CHECK-fails unless CanReplay(settings). INVALID_ARGUMENT and CANCELLED as
/// Simulate, with `result` undefined.
absl::Status Replay(const BarSeries& bars, std::span<const Decision> decisions,
                    const SimulationSettings& settings, std::stop_token stop,
                    Replayed* result);

}  // namespace admf
