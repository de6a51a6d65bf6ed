#include "engine/execution/replay.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/execution/decision_check.h"
#include "engine/execution/fill_model.h"
#include "engine/execution/simulator.h"

namespace admf {
namespace {

/// Cash and units from fill to fill.
class Replayer {
 public:
  Replayer(const BarSeries& bars, const SimulationSettings& settings,
           Replayed* result)
      : fill_model_(settings),
        direction_(settings.direction),
        close_at_end_(settings.close_at_end),
        fill_delay_(settings.fill == FillMode::kNextOpen ? 1 : 0),
        last_bar_(static_cast<int64_t>(bars.size()) - 1),
        prices_((fill_delay_ == 1 ? bars.open() : bars.close()).data()),
        result_(result),
        cash_(settings.initial_cash) {
    result->closed_trades = 0;
    result->rejections = 0;
    result->states.clear();
    result->states.push_back({.bar = 0, .cash = cash_, .units = 0});
  }

  /// Takes the next decisions.
  void Take(std::span<const Decision> decisions);
  /// After the last decision.
  void Finish() {
    if (close_at_end_ && units_ != 0) {
      Exit(prices_[last_bar_]);
      Record(last_bar_);
    }
  }

 private:
  Side Allowed(Side side) const {
    const bool forbidden =
        (direction_ == Direction::kLongOnly && side == Side::kShort) ||
        (direction_ == Direction::kShortOnly && side == Side::kLong);
    return forbidden ? Side::kFlat : side;
  }
  Side side() const {
    return units_ > 0 ? Side::kLong : units_ < 0 ? Side::kShort : Side::kFlat;
  }

  void Exit(double market_price) {
    Fill(-units_, fill_model_.Price(market_price, units_ < 0));
    units_ = 0;
    ++result_->closed_trades;
  }

  void Enter(Side side, double market_price) {
    const bool buy = side == Side::kLong;
    const double price = fill_model_.Price(market_price, buy);
    const double units = fill_model_.EntryUnits(cash_, price);
    if (units == 0) {
      ++result_->rejections;
      return;
    }
    units_ = buy ? units : -units;
    Fill(units_, price);
  }

  /// As the account of the reference.
  void Fill(double units, double price) {
    cash_ = cash_ -
            (units * price + fill_model_.CommissionOf(std::abs(units), price));
  }

  /// The state after all fills of `bar`.
  void Record(int64_t bar) {
    const AccountState state = {.bar = bar, .cash = cash_, .units = units_};
    if (result_->states.back().bar == bar) {
      result_->states.back() = state;
    } else {
      result_->states.push_back(state);
    }
  }

  const FillModel fill_model_;
  const Direction direction_;
  const bool close_at_end_;
  /// Bars from a decision to its fill.
  const int64_t fill_delay_;
  const int64_t last_bar_;
  const double* const prices_;
  Replayed* const result_;

  double cash_;
  double units_ = 0;
};

void Replayer::Take(std::span<const Decision> decisions) {
  // Fills are too far apart for the processor to foresee them.
  constexpr size_t kAhead = 16;
  for (size_t i = 0; i < decisions.size(); ++i) {
    if (i + kAhead < decisions.size()) {
      __builtin_prefetch(&prices_[decisions[i + kAhead].bar]);
    }
    const int64_t bar = decisions[i].bar + fill_delay_;
    const Side wanted = Allowed(decisions[i].side);
    if (bar > last_bar_ || wanted == side()) continue;
    const bool was_flat = units_ == 0;
    if (!was_flat) Exit(prices_[bar]);
    if (wanted != Side::kFlat && !(close_at_end_ && bar == last_bar_)) {
      Enter(wanted, prices_[bar]);
    }
    if (!was_flat || units_ != 0) Record(bar);
  }
}

}  // namespace

bool CanReplay(const SimulationSettings& settings) {
  return CanSimulate(settings) && !settings.stop_loss &&
         !settings.take_profit && !settings.trailing_stop &&
         !settings.max_holding_bars;
}

absl::Status Replay(const BarSeries& bars, std::span<const Decision> decisions,
                    const SimulationSettings& settings, std::stop_token stop,
                    Replayed* result) {
  CHECK(CanReplay(settings));
  RETURN_IF_ERROR(CheckDecisions(bars, decisions));
  Replayer replayer(bars, settings, result);
  // Far less than a millisecond between two looks at the token.
  constexpr size_t kBlock = 4096;
  do {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const size_t count = std::min(kBlock, decisions.size());
    replayer.Take(decisions.first(count));
    decisions = decisions.subspan(count);
  } while (!decisions.empty());
  replayer.Finish();
  return absl::OkStatus();
}

}  // namespace admf
