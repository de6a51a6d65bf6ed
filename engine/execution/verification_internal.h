#pragma once

// The parts of VerifySimulation; each one trusts what the parts before it have
// found right. Only for verification*.cc.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/strategies/strategy.h"

namespace admf::internal {

/// What is verified, and against what.
struct Evidence {
  const BarSeries& bars;
  std::span<const Decision> decisions;
  const SimulationSettings& settings;
  const Simulation& simulation;

  int64_t last_bar() const { return static_cast<int64_t>(bars.size()) - 1; }
  bool fills_at_open() const { return settings.fill == FillMode::kNextOpen; }
  /// The bar in which an order is filled that is decided at the close of `bar`.
  int64_t FillBar(int64_t bar) const { return fills_at_open() ? bar + 1 : bar; }
  /// The side that `direction` makes of a wanted one.
  Side Allowed(Side side) const {
    if (settings.direction == Direction::kLongOnly && side == Side::kShort) {
      return Side::kFlat;
    }
    if (settings.direction == Direction::kShortOnly && side == Side::kLong) {
      return Side::kFlat;
    }
    return side;
  }
};

/// Every fill for itself, and entries and exits in turn.
absl::Status VerifyFills(const Evidence& evidence);
/// Decisions against fills and rejections, both ways.
absl::Status VerifyDecisions(const Evidence& evidence);
/// The life of every position against stops, targets and max_holding_bars.
absl::Status VerifyExits(const Evidence& evidence);
/// Trades against pairs of fills.
absl::Status VerifyTrades(const Evidence& evidence);
/// States, equity and sizes of positions.
absl::Status VerifyAccounts(const Evidence& evidence);

/// The commission of a fill of `units` > 0 at `price`, by the settings.
double ExpectedCommission(const Evidence& evidence, double units, double price);

inline absl::Status Wrong(int64_t bar, std::string_view what) {
  return absl::DataLossError(absl::StrFormat(
      "bar %d: %s", bar, absl::string_view(what.data(), what.size())));
}

inline absl::Status Wrong(int64_t bar, std::string_view what, double found,
                          double expected) {
  return absl::DataLossError(absl::StrFormat(
      "bar %d: %s is %.17g instead of %.17g", bar,
      absl::string_view(what.data(), what.size()), found, expected));
}

/// Whether two figures differ by no more than the rounding of a few operations
/// on numbers of the size of `scale`. False for NaN.
inline bool Near(double a, double b, double scale) {
  return std::abs(a - b) <= 16 * std::numeric_limits<double>::epsilon() * scale;
}

/// Whether the order rested in the market, and so was filled inside a bar.
inline bool Resting(OrderReason reason) {
  return reason == OrderReason::kStopLoss ||
         reason == OrderReason::kTakeProfit ||
         reason == OrderReason::kTrailingStop;
}

inline Side SideOf(double units) {
  return units > 0 ? Side::kLong : units < 0 ? Side::kShort : Side::kFlat;
}

}  // namespace admf::internal
