#pragma once

// The parts of VerifyPortfolio; each one trusts what the parts before it have
// found right. Only for portfolio_verification*.cc.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"

namespace admf::internal {

/// What is verified, and against what.
struct PortfolioEvidence {
  const AlignedBars& bars;
  std::span<const SymbolPlan> plans;
  const SimulationSettings& settings;
  const PortfolioSimulation& simulation;
  const std::stop_token& stop;

  const BarSeries& bars_of(int32_t symbol) const {
    return bars.bars(static_cast<size_t>(symbol));
  }
  double multiplier(int32_t symbol) const {
    return plans[static_cast<size_t>(symbol)].multiplier;
  }
  const Order& order(const PortfolioFill& fill) const {
    return simulation.orders[static_cast<size_t>(fill.order)];
  }
  /// CANCELLED if step `step` of a loop is one in 4096 and the stop was
  /// requested.
  absl::Status LookAtStop(size_t step) const {
    constexpr size_t kStepsBetweenLooks = 4096;
    return step % kStepsBetweenLooks == 0 && stop.stop_requested()
               ? absl::CancelledError("cancelled")
               : absl::OkStatus();
  }
};

/// Every fill for itself.
absl::Status VerifyPortfolioFills(const PortfolioEvidence& evidence);
/// Orders against their fills.
absl::Status VerifyOrders(const PortfolioEvidence& evidence);
/// The lives of positions against stops, targets and max_holding_bars.
absl::Status VerifyPortfolioExits(const PortfolioEvidence& evidence);
/// Cash and holdings at every tick.
absl::Status VerifyPortfolioAccounts(const PortfolioEvidence& evidence);
/// Trades against fills.
absl::Status VerifyPortfolioTrades(const PortfolioEvidence& evidence);

inline absl::Status WrongAt(int64_t tick, std::string_view what) {
  return absl::DataLossError(absl::StrFormat(
      "tick %d: %s", tick, absl::string_view(what.data(), what.size())));
}

inline absl::Status WrongAt(int64_t tick, std::string_view what, double found,
                            double expected) {
  return absl::DataLossError(absl::StrFormat(
      "tick %d: %s is %.17g instead of %.17g", tick,
      absl::string_view(what.data(), what.size()), found, expected));
}

/// Whether two figures differ by no more than the rounding of a few hundred
/// operations on numbers of the size of `scale`. False for NaN.
inline bool Close(double a, double b, double scale) {
  return std::abs(a - b) <=
         1024 * std::numeric_limits<double>::epsilon() * scale;
}

}  // namespace admf::internal
