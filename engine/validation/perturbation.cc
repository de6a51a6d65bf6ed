#include "engine/validation/perturbation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// Multiplies a fraction of the price, which stays below 1.
absl::Status ScaleFraction(double factor, absl::string_view name,
                           double* fraction) {
  const double scaled = *fraction * factor;
  if (!(scaled < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " ", *fraction, " times ", factor, " is ", scaled,
                     ", which is not below 1: lower the factor"));
  }
  *fraction = scaled;
  return absl::OkStatus();
}

absl::Status CheckFactor(double factor, absl::string_view name) {
  if (std::isfinite(factor) && factor >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the factor of the ", name, " is ", factor, "; it must be at least 0"));
}

// What a type doesn't use stays as it is: a default that nobody looks at is no
// reason to refuse.

absl::Status ScaleCommission(double factor, Commission* commission) {
  if (commission->type == Commission::Type::kNone) return absl::OkStatus();
  if (commission->type == Commission::Type::kPercent) {
    RETURN_IF_ERROR(
        ScaleFraction(factor, "the commission's rate", &commission->rate));
  }
  // A cap near the whole price hardly binds, so it may end below it.
  commission->maximum_rate =
      std::min(commission->maximum_rate * factor, std::nextafter(1.0, 0.0));
  commission->amount *= factor;
  commission->minimum *= factor;
  for (CommissionTier& tier : commission->tiers) tier.amount *= factor;
  return absl::OkStatus();
}

absl::Status ScaleSlippage(double factor, Slippage* slippage) {
  switch (slippage->type) {
    case Slippage::Type::kNone:
      return absl::OkStatus();
    case Slippage::Type::kPercent:
      return ScaleFraction(factor, "the slippage's rate", &slippage->rate);
    case Slippage::Type::kFixed:
      slippage->amount *= factor;
      return absl::OkStatus();
    case Slippage::Type::kVolumeImpact:
      return ScaleFraction(factor, "the slippage's coefficient",
                           &slippage->coefficient);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Decision> DelayDecisions(std::span<const Decision> decisions,
                                     int64_t bars, int64_t delay) {
  CHECK(delay >= 0);
  std::vector<Decision> delayed;
  for (const Decision& decision : decisions) {
    if (delay >= bars - decision.bar) break;
    delayed.push_back({decision.bar + delay, decision.side});
  }
  return delayed;
}

std::vector<Decision> DelayDecisionsAtRandom(
    std::span<const Decision> decisions, int64_t bars, int64_t max_delay,
    uint64_t seed, uint64_t path) {
  CHECK(max_delay >= 0);
  Random random(seed, path);
  std::vector<Decision> delayed;
  for (const Decision& decision : decisions) {
    const auto delay = static_cast<int64_t>(
        random.NextBelow(static_cast<uint64_t>(max_delay) + 1));
    const bool too_late = delay >= bars - decision.bar;
    const int64_t bar = too_late ? bars : decision.bar + delay;
    while (!delayed.empty() && delayed.back().bar >= bar) delayed.pop_back();
    delayed.push_back({bar, decision.side});
  }
  // Only the last one can be beyond the bars: it took the others away.
  if (!delayed.empty() && delayed.back().bar == bars) delayed.pop_back();
  Side side = Side::kFlat;
  std::erase_if(delayed, [&side](const Decision& decision) {
    const bool same = decision.side == side;
    side = decision.side;
    return same;
  });
  return delayed;
}

absl::StatusOr<SimulationSettings> ScaleCosts(
    const SimulationSettings& settings, const CostFactors& factors) {
  RETURN_IF_ERROR(CheckFactor(factors.commission, "commission"));
  RETURN_IF_ERROR(CheckFactor(factors.slippage, "slippage"));
  RETURN_IF_ERROR(CheckFactor(factors.spread, "spread"));
  SimulationSettings scaled = settings;
  RETURN_IF_ERROR(ScaleCommission(factors.commission, &scaled.commission));
  RETURN_IF_ERROR(ScaleSlippage(factors.slippage, &scaled.slippage));
  RETURN_IF_ERROR(ScaleFraction(factors.spread, "the spread", &scaled.spread));
  return scaled;
}

}  // namespace admf
