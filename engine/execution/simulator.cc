#include "engine/execution/simulator.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/execution/account.h"
#include "engine/execution/decision_check.h"
#include "engine/execution/exit_rules.h"

namespace admf {
namespace {

/// Goes from decision to decision. In between only an open position is looked
/// at, and only if something could close it.
class Simulator {
 public:
  Simulator(const BarSeries& bars, const SimulationSettings& settings,
            size_t expected_trades)
      : bars_(bars),
        settings_(settings),
        last_bar_(static_cast<int64_t>(bars.size()) - 1),
        fills_at_open_(settings.fill == FillMode::kNextOpen),
        last_effective_close_(fills_at_open_ ? last_bar_ - 1 : last_bar_),
        fill_prices_((fills_at_open_ ? bars.open() : bars.close()).data()),
        exit_rules_(settings),
        account_(settings, expected_trades) {}

  /// The last bar at whose close an order can be decided that is still filled.
  int64_t last_effective_close() const { return last_effective_close_; }

  /// Goes to the close of `bar`: what stops, targets and max_holding_bars do
  /// to the position before the decision at that close.
  void AdvanceTo(int64_t bar);

  /// Takes what is decided at the close of `bar`, after AdvanceTo(bar).
  void Decide(int64_t bar, std::optional<Side> wanted);

  /// Has the processor fetch what Decide(bar, ...) will fill at. Decisions are
  /// too far apart for it to foresee that.
  void Prefetch(int64_t bar) const { __builtin_prefetch(&fill_prices_[bar]); }

  Simulation Finish() && {
    return std::move(account_).Finish(last_bar_, bars_.close()[last_bar_]);
  }

 private:
  /// The side that `direction` makes of a wanted one.
  Side Allowed(Side side) const;
  bool holds_position() const { return account_.side() != Side::kFlat; }
  /// The bar at whose close max_holding_bars closes the open position.
  int64_t HoldingLimit() const;
  /// Bar and price of the fill of an order that is decided at a close.
  int64_t FillBar(int64_t decided_bar) const {
    return fills_at_open_ ? decided_bar + 1 : decided_bar;
  }
  double FillPrice(int64_t bar) const { return fill_prices_[bar]; }
  void Close(int64_t decided_bar, OrderReason reason);
  void Open(int64_t decided_bar, Side side);

  const BarSeries& bars_;
  const SimulationSettings& settings_;
  const int64_t last_bar_;
  const bool fills_at_open_;
  const int64_t last_effective_close_;
  const double* const fill_prices_;

  ExitRules exit_rules_;
  Account account_;
  /// The first bar that the open position's exit rules have not seen.
  int64_t unchecked_bar_ = 0;
};

void Simulator::AdvanceTo(int64_t bar) {
  if (!holds_position()) return;
  const int64_t limit = HoldingLimit();
  const int64_t end = std::min(bar, limit) + 1;
  if (const std::optional<ExitRules::Exit> exit =
          exit_rules_.Find(bars_, unchecked_bar_, end)) {
    account_.Exit(exit->bar, exit->bar, exit->market_price, exit->reason);
    return;
  }
  unchecked_bar_ = end;
  if (limit < bar) Close(limit, OrderReason::kMaxHolding);
}

void Simulator::Decide(int64_t bar, std::optional<Side> wanted) {
  if (wanted) {
    const Side side = Allowed(*wanted);
    if (side != account_.side()) {
      if (holds_position()) Close(bar, OrderReason::kSignal);
      if (side != Side::kFlat) Open(bar, side);
      return;
    }
  }
  if (!holds_position()) return;
  if (bar == HoldingLimit()) {
    Close(bar, OrderReason::kMaxHolding);
  } else if (settings_.close_at_end && bar == last_effective_close_) {
    Close(bar, OrderReason::kEndOfData);
  }
}

Side Simulator::Allowed(Side side) const {
  const bool forbidden =
      (settings_.direction == Direction::kLongOnly && side == Side::kShort) ||
      (settings_.direction == Direction::kShortOnly && side == Side::kLong);
  return forbidden ? Side::kFlat : side;
}

int64_t Simulator::HoldingLimit() const {
  constexpr int64_t kNever = std::numeric_limits<int64_t>::max() - 1;
  if (!settings_.max_holding_bars) return kNever;
  // The bar of the exit's fill, and from it the bar of the decision.
  const int64_t bars_left = last_bar_ + 1 - account_.entry().bar;
  if (*settings_.max_holding_bars > bars_left) return kNever;
  const int64_t exit_bar = account_.entry().bar + *settings_.max_holding_bars;
  return fills_at_open_ ? exit_bar - 1 : exit_bar;
}

void Simulator::Close(int64_t decided_bar, OrderReason reason) {
  const int64_t bar = FillBar(decided_bar);
  account_.Exit(decided_bar, bar, FillPrice(bar), reason);
}

void Simulator::Open(int64_t decided_bar, Side side) {
  const int64_t bar = FillBar(decided_bar);
  if (settings_.close_at_end && bar == last_bar_) return;
  if (!account_.Enter(side, decided_bar, bar, FillPrice(bar))) return;
  exit_rules_.Enter(account_.entry().units, account_.entry().price);
  unchecked_bar_ = fills_at_open_ ? bar : bar + 1;
}

/// Decisions for another side than the one before: what trades come from,
/// unless stops end some of them early.
size_t CountChanges(std::span<const Decision> decisions) {
  size_t changes = 0;
  Side side = Side::kFlat;
  for (const Decision& decision : decisions) {
    changes += decision.side != side;
    side = decision.side;
  }
  return changes;
}

bool HasSimpleCosts(const SimulationSettings& settings) {
  return settings.commission.type != Commission::Type::kTiered &&
         settings.commission.minimum == 0 &&
         settings.commission.maximum_rate == 0 &&
         (settings.slippage.type == Slippage::Type::kNone ||
          settings.slippage.type == Slippage::Type::kPercent) &&
         settings.spread == 0 && settings.borrow_rate == 0;
}

}  // namespace

bool CanSimulate(const SimulationSettings& settings) {
  const bool simple_orders = settings.entry.type == EntryOrder::Type::kMarket &&
                             settings.entry.time_in_force_bars == 0 &&
                             !settings.volume_limit && !settings.session &&
                             !settings.close_eod;
  const bool simple_size =
      (settings.sizing.type == Sizing::Type::kPercentEquity ||
       settings.sizing.type == Sizing::Type::kFixedUnits) &&
      settings.max_leverage == 1 && !settings.initial_margin &&
      !settings.max_position;
  const bool unwatched = !settings.maintenance_margin &&
                         !settings.max_drawdown && !settings.daily_loss_limit;
  return HasSimpleCosts(settings) && simple_orders && simple_size && unwatched;
}

absl::StatusOr<Simulation> Simulate(const BarSeries& bars,
                                    std::span<const Decision> decisions,
                                    const SimulationSettings& settings,
                                    std::stop_token stop) {
  CHECK(CanSimulate(settings));
  if (absl::Status status = CheckDecisions(bars, decisions); !status.ok()) {
    return status;
  }
  Simulator simulator(bars, settings, CountChanges(decisions));
  int64_t decided = -1;
  constexpr size_t kAhead = 16;
  for (size_t i = 0; i < decisions.size(); ++i) {
    const Decision& decision = decisions[i];
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    if (decision.bar > simulator.last_effective_close()) break;
    if (i + kAhead < decisions.size()) {
      simulator.Prefetch(decisions[i + kAhead].bar);
    }
    simulator.AdvanceTo(decision.bar);
    simulator.Decide(decision.bar, decision.side);
    decided = decision.bar;
  }
  if (stop.stop_requested()) return absl::CancelledError("cancelled");
  if (decided < simulator.last_effective_close()) {
    simulator.AdvanceTo(simulator.last_effective_close());
    simulator.Decide(simulator.last_effective_close(), std::nullopt);
  }
  simulator.AdvanceTo(static_cast<int64_t>(bars.size()) - 1);
  return std::move(simulator).Finish();
}

}  // namespace admf
