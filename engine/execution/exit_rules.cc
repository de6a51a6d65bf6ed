#include "engine/execution/exit_rules.h"

#include <algorithm>
#include <limits>

namespace admf {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Whether a long's stop at `level` is hit by a price of `price`, or a short's.
template <bool kLong>
bool StopHit(double price, double level) {
  return kLong ? price <= level : price >= level;
}

template <bool kLong>
bool TargetHit(double price, double level) {
  return kLong ? price >= level : price <= level;
}

/// `fraction` away from `price`, to the side where a position loses.
template <bool kLong>
double Adverse(double price, double fraction) {
  return price * (kLong ? 1 - fraction : 1 + fraction);
}

template <bool kLong>
double Favourable(double price, double fraction) {
  return Adverse<!kLong>(price, fraction);
}

/// What a bar that reaches `stop` or `target` does to the position.
template <bool kLong>
ExitRules::Exit Resolve(int64_t bar, double open, double adverse_extreme,
                        double stop, OrderReason stop_reason, double target) {
  if (StopHit<kLong>(open, stop)) return {bar, open, stop_reason, stop};
  if (TargetHit<kLong>(open, target)) {
    return {bar, open, OrderReason::kTakeProfit, target};
  }
  if (StopHit<kLong>(adverse_extreme, stop)) {
    return {bar, stop, stop_reason, stop};
  }
  return {bar, target, OrderReason::kTakeProfit, target};
}

}  // namespace

ExitRules::ExitRules(const SimulationSettings& settings)
    : stop_loss_(settings.stop_loss),
      take_profit_(settings.take_profit),
      trailing_stop_(settings.trailing_stop) {}

void ExitRules::Enter(double units, double price) {
  long_ = units > 0;
  best_price_ = price;
  Reprice(price);
}

void ExitRules::Reprice(double price) {
  if (long_) {
    stop_ = stop_loss_ ? Adverse<true>(price, *stop_loss_) : -kInfinity;
    target_ = take_profit_ ? Favourable<true>(price, *take_profit_) : kInfinity;
  } else {
    stop_ = stop_loss_ ? Adverse<false>(price, *stop_loss_) : kInfinity;
    target_ =
        take_profit_ ? Favourable<false>(price, *take_profit_) : -kInfinity;
  }
}

std::optional<ExitRules::Exit> ExitRules::Find(const BarSeries& bars,
                                               int64_t begin, int64_t end) {
  if (trailing_stop_) {
    return long_ ? FindTrailing<true>(bars, begin, end)
                 : FindTrailing<false>(bars, begin, end);
  }
  if (!stop_loss_ && !take_profit_) return std::nullopt;
  return long_ ? FindFixed<true>(bars, begin, end)
               : FindFixed<false>(bars, begin, end);
}

std::optional<ExitRules::Exit> ExitRules::FindAfterEntry(
    const BarSeries& bars, int64_t bar, double entered_at,
    bool extreme_followed) {
  return long_ ? FindAfter<true>(bars, bar, entered_at, extreme_followed)
               : FindAfter<false>(bars, bar, entered_at, extreme_followed);
}

template <bool kLong>
ExitRules::Stop ExitRules::NearerStop() const {
  if (trailing_stop_) {
    const double trail = Adverse<kLong>(best_price_, *trailing_stop_);
    // A long's nearer stop is the higher one.
    if (kLong ? trail > stop_ : trail < stop_) {
      return {trail, OrderReason::kTrailingStop};
    }
  }
  return {stop_, OrderReason::kStopLoss};
}

template <bool kLong>
std::optional<ExitRules::Exit> ExitRules::FindAfter(const BarSeries& bars,
                                                    int64_t bar,
                                                    double entered_at,
                                                    bool extreme_followed) {
  const size_t row = static_cast<size_t>(bar);
  const double adverse = (kLong ? bars.low() : bars.high())[row];
  const double close = bars.close()[row];
  const Stop stop = NearerStop<kLong>();
  if (StopHit<kLong>(adverse, stop.level) || TargetHit<kLong>(close, target_)) {
    return Resolve<kLong>(bar, entered_at, adverse, stop.level, stop.reason,
                          target_);
  }
  const double best =
      extreme_followed ? (kLong ? bars.high() : bars.low())[row] : close;
  best_price_ =
      kLong ? std::max(best_price_, best) : std::min(best_price_, best);
  return std::nullopt;
}

template <bool kLong>
std::optional<ExitRules::Exit> ExitRules::FindFixed(const BarSeries& bars,
                                                    int64_t begin,
                                                    int64_t end) const {
  const double* const adverse = (kLong ? bars.low() : bars.high()).data();
  const double* const favourable = (kLong ? bars.high() : bars.low()).data();
  for (int64_t bar = begin; bar < end; ++bar) {
    if (StopHit<kLong>(adverse[bar], stop_) ||
        TargetHit<kLong>(favourable[bar], target_)) {
      return Resolve<kLong>(bar, bars.open()[bar], adverse[bar], stop_,
                            OrderReason::kStopLoss, target_);
    }
  }
  return std::nullopt;
}

template <bool kLong>
std::optional<ExitRules::Exit> ExitRules::FindTrailing(const BarSeries& bars,
                                                       int64_t begin,
                                                       int64_t end) {
  const double* const adverse = (kLong ? bars.low() : bars.high()).data();
  const double* const favourable = (kLong ? bars.high() : bars.low()).data();
  for (int64_t bar = begin; bar < end; ++bar) {
    const double trail = Adverse<kLong>(best_price_, *trailing_stop_);
    // A long's nearer stop is the higher one.
    const bool trail_is_nearer = kLong ? trail > stop_ : trail < stop_;
    const double stop = trail_is_nearer ? trail : stop_;
    if (StopHit<kLong>(adverse[bar], stop) ||
        TargetHit<kLong>(favourable[bar], target_)) {
      return Resolve<kLong>(
          bar, bars.open()[bar], adverse[bar], stop,
          trail_is_nearer ? OrderReason::kTrailingStop : OrderReason::kStopLoss,
          target_);
    }
    best_price_ = kLong ? std::max(best_price_, favourable[bar])
                        : std::min(best_price_, favourable[bar]);
  }
  return std::nullopt;
}

}  // namespace admf
