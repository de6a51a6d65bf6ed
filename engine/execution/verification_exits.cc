#include <algorithm>

#include "engine/base/status_macros.h"
#include "engine/execution/verification_internal.h"

namespace admf::internal {
namespace {

/// One position's life, seen as a long's: a short's prices are taken with the
/// opposite sign, so that up is good for both.
class PositionLife {
 public:
  /// `exit` is null for the position that is open at the end.
  PositionLife(const Evidence& evidence, const Fill& entry, const Fill* exit)
      : evidence_(evidence),
        entry_(entry),
        exit_(exit),
        sign_(entry.units > 0 ? 1 : -1) {}

  absl::Status Verify() {
    RETURN_IF_ERROR(VerifyAge());
    int64_t bar = evidence_.fills_at_open() ? entry_.bar : entry_.bar + 1;
    best_ = sign_ * entry_.price;
    for (; bar <= LastQuietBar(); ++bar) {
      RETURN_IF_ERROR(VerifyQuiet(bar));
      best_ = std::max(best_, Best(bar));
    }
    if (exit_ != nullptr && Resting(exit_->reason)) return VerifyHit();
    return absl::OkStatus();
  }

 private:
  using Level = std::optional<double>;

  double Open(int64_t bar) const { return sign_ * evidence_.bars.open()[bar]; }
  double Best(int64_t bar) const {
    return sign_ *
           (sign_ > 0 ? evidence_.bars.high() : evidence_.bars.low())[bar];
  }
  double Worst(int64_t bar) const {
    return sign_ *
           (sign_ > 0 ? evidence_.bars.low() : evidence_.bars.high())[bar];
  }

  Level StopLoss() const {
    if (!evidence_.settings.stop_loss) return std::nullopt;
    return sign_ * (entry_.price * (1 - sign_ * *evidence_.settings.stop_loss));
  }
  Level Target() const {
    if (!evidence_.settings.take_profit) return std::nullopt;
    return sign_ *
           (entry_.price * (1 + sign_ * *evidence_.settings.take_profit));
  }
  /// From the best price of the bars before.
  Level TrailingStop() const {
    if (!evidence_.settings.trailing_stop) return std::nullopt;
    const double price = sign_ * best_;
    return sign_ * (price * (1 - sign_ * *evidence_.settings.trailing_stop));
  }

  /// The last bar through all of which the position was held.
  int64_t LastQuietBar() const {
    if (exit_ == nullptr) return evidence_.last_bar();
    const bool whole_bar =
        !Resting(exit_->reason) && !evidence_.fills_at_open();
    return whole_bar ? exit_->bar : exit_->bar - 1;
  }

  absl::Status VerifyAge() const;
  absl::Status VerifyQuiet(int64_t bar) const;
  absl::Status VerifyHit() const;

  const Evidence& evidence_;
  const Fill& entry_;
  const Fill* const exit_;
  const double sign_;
  double best_ = 0;
};

absl::Status PositionLife::VerifyAge() const {
  if (!evidence_.settings.max_holding_bars) return absl::OkStatus();
  const int64_t limit = *evidence_.settings.max_holding_bars;
  // An open position is as old as it would be at the first fill after the end.
  const int64_t age = exit_ != nullptr ? exit_->bar - entry_.bar
                                       : evidence_.last_bar() + 1 - entry_.bar;
  if (age <= limit) return absl::OkStatus();
  return Wrong(exit_ != nullptr ? exit_->bar : evidence_.last_bar(),
               "the age of a position in bars", static_cast<double>(age),
               static_cast<double>(limit));
}

absl::Status PositionLife::VerifyQuiet(int64_t bar) const {
  for (const Level& stop : {StopLoss(), TrailingStop()}) {
    if (stop && Worst(bar) <= *stop) {
      return Wrong(bar, "a stop was passed over: the adverse extreme",
                   sign_ * Worst(bar), sign_ * *stop);
    }
  }
  if (const Level target = Target(); target && Best(bar) >= *target) {
    return Wrong(bar, "a target was passed over: the favourable extreme",
                 sign_ * Best(bar), sign_ * *target);
  }
  return absl::OkStatus();
}

absl::Status PositionLife::VerifyHit() const {
  const int64_t bar = exit_->bar;
  const double price = sign_ * exit_->market_price;
  const bool at_target = exit_->reason == OrderReason::kTakeProfit;
  const Level level = at_target ? Target()
                      : exit_->reason == OrderReason::kStopLoss
                          ? StopLoss()
                          : TrailingStop();
  const bool jumped = at_target ? Open(bar) >= *level : Open(bar) <= *level;
  const double expected = jumped ? Open(bar) : *level;
  if (price != expected) {
    return Wrong(bar, "the market price of a stop or target", sign_ * price,
                 sign_ * expected);
  }
  // No other order was hit before: at the open, or on the way to this one.
  for (const Level& stop : {StopLoss(), TrailingStop()}) {
    if (!stop) continue;
    const bool first =
        at_target ? !jumped && Worst(bar) <= *stop : *stop > *level;
    if (first) {
      return Wrong(bar, "another stop was hit first: its level", sign_ * *stop,
                   sign_ * *level);
    }
  }
  if (const Level target = Target();
      !at_target && target && !jumped && Open(bar) >= *target) {
    return Wrong(bar, "the target was hit at the open: its level",
                 sign_ * *target, sign_ * *level);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyExits(const Evidence& evidence) {
  const std::vector<Fill>& fills = evidence.simulation.fills;
  for (size_t i = 0; i < fills.size(); i += 2) {
    const Fill* const exit = i + 1 < fills.size() ? &fills[i + 1] : nullptr;
    RETURN_IF_ERROR(PositionLife(evidence, fills[i], exit).Verify());
  }
  return absl::OkStatus();
}

}  // namespace admf::internal
