#include <vector>

#include "engine/base/status_macros.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/verification_internal.h"

namespace admf::internal {
namespace {

double Notional(const Fill& fill) { return std::abs(fill.units) * fill.price; }

/// What an entry of `units` at `price` takes of the account.
double CostOf(const Evidence& evidence, double units, double price) {
  return units * price + ExpectedCommission(evidence, units, price);
}

/// An entry against the rule for its size.
absl::Status VerifySize(const Evidence& evidence, const Fill& entry,
                        double cash) {
  const SimulationSettings& settings = evidence.settings;
  const double units = std::abs(entry.units);
  const bool whole = settings.units == Units::kWhole;
  if (whole && units != std::floor(units)) {
    return Wrong(entry.bar, "the number of whole units", units,
                 std::floor(units));
  }
  const double cost = CostOf(evidence, units, entry.price);
  double budget = cash;
  if (settings.sizing.type == Sizing::Type::kFixedUnits) {
    const double wanted =
        whole ? std::floor(settings.sizing.units) : settings.sizing.units;
    if (units != wanted) {
      return Wrong(entry.bar, "the fixed number of units", units, wanted);
    }
  } else {
    budget = cash * (settings.sizing.percent / 100);
    const double next_cost =
        whole ? CostOf(evidence, units + 1, entry.price) : cost;
    if (next_cost < budget && !Near(next_cost, budget, 16 * budget)) {
      return Wrong(entry.bar, "a position is too small: the cost of more",
                   next_cost, budget);
    }
  }
  if (cost > budget && !Near(cost, budget, budget)) {
    return Wrong(entry.bar, "a position is not paid for: its cost", cost,
                 budget);
  }
  return absl::OkStatus();
}

/// The fills of bar after bar against the states.
absl::Status VerifyStates(const Evidence& evidence) {
  const std::vector<Fill>& fills = evidence.simulation.fills;
  const std::vector<AccountState>& states = evidence.simulation.states;
  if (states.empty() || states[0].bar != 0) {
    return Wrong(0, "the account has no state at the beginning");
  }
  double cash = evidence.settings.initial_cash;
  double units = 0;
  size_t next_fill = 0;
  for (size_t i = 0; i < states.size(); ++i) {
    const AccountState& state = states[i];
    double scale = std::abs(cash);
    const size_t first_fill = next_fill;
    for (; next_fill < fills.size() && fills[next_fill].bar == state.bar;
         ++next_fill) {
      const Fill& fill = fills[next_fill];
      if (units == 0) RETURN_IF_ERROR(VerifySize(evidence, fill, cash));
      cash -= fill.units * fill.price + fill.commission;
      units += fill.units;
      scale += Notional(fill) + fill.commission;
    }
    if (i > 0 && next_fill == first_fill) {
      return Wrong(state.bar, "the account changed without a fill");
    }
    if (!Near(state.cash, cash, scale)) {
      return Wrong(state.bar, "cash", state.cash, cash);
    }
    if (state.units != units) {
      return Wrong(state.bar, "the units held", state.units, units);
    }
    if (state.units > 0 && state.cash < 0) {
      return Wrong(state.bar, "cash under a long position", state.cash, 0);
    }
    cash = state.cash;
  }
  if (next_fill < fills.size()) {
    return Wrong(fills[next_fill].bar, "a fill did not change the account");
  }
  return absl::OkStatus();
}

/// What the trades say that the account is worth: the initial cash and the
/// profits so far, with the open position's.
class ProfitLedger {
 public:
  explicit ProfitLedger(const Evidence& evidence)
      : evidence_(evidence), realised_(evidence.settings.initial_cash) {}

  absl::Status Verify(int64_t bar, double equity) {
    const std::vector<Fill>& fills = evidence_.simulation.fills;
    for (; next_fill_ < fills.size() && fills[next_fill_].bar == bar;
         ++next_fill_) {
      // All roundings so far can have added up.
      scale_ += Notional(fills[next_fill_]) + std::abs(realised_);
      const bool is_exit = next_fill_ % 2 == 1;
      entry_ = is_exit ? nullptr : &fills[next_fill_];
      if (is_exit) {
        realised_ += evidence_.simulation.trades[next_fill_ / 2].profit;
      }
    }
    double expected = realised_;
    double scale = scale_ + std::abs(realised_);
    if (entry_ != nullptr) {
      const double close = evidence_.bars.close()[bar];
      expected += entry_->units * (close - entry_->price) - entry_->commission;
      scale += std::abs(entry_->units) * close;
    }
    if (Near(equity, expected, scale)) return absl::OkStatus();
    return Wrong(bar, "equity", equity, expected);
  }

 private:
  const Evidence& evidence_;
  double realised_;
  double scale_ = 0;
  size_t next_fill_ = 0;
  const Fill* entry_ = nullptr;
};

absl::Status VerifyEquity(const Evidence& evidence) {
  ProfitLedger ledger(evidence);
  absl::Status status;
  VisitEquity(evidence.bars, evidence.simulation,
              [&](size_t first_bar, std::span<const double> equity) {
                for (size_t i = 0; i < equity.size() && status.ok(); ++i) {
                  status = ledger.Verify(static_cast<int64_t>(first_bar + i),
                                         equity[i]);
                }
              });
  return status;
}

}  // namespace

absl::Status VerifyAccounts(const Evidence& evidence) {
  RETURN_IF_ERROR(VerifyStates(evidence));
  return VerifyEquity(evidence);
}

}  // namespace admf::internal
