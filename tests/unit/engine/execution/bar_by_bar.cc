#include "tests/unit/engine/execution/bar_by_bar.h"

#include <algorithm>
#include <cmath>

namespace admf {
namespace {

class Loop {
 public:
  Loop(const BarSeries& bars, const SimulationSettings& settings)
      : bars_(bars), settings_(settings), cash_(settings.initial_cash) {}

  BarByBarResult Run(std::span<const Decision> decisions) {
    const int64_t size = static_cast<int64_t>(bars_.size());
    const bool at_open = settings_.fill == FillMode::kNextOpen;
    size_t next = 0;
    for (int64_t bar = 0; bar < size; ++bar) {
      if (at_open && bar > 0) Execute(bar - 1, bar, bars_.open()[bar]);
      CheckLevels(bar);
      std::optional<Side> side;
      if (next < decisions.size() && decisions[next].bar == bar) {
        side = Allow(decisions[next++].side);
      }
      Decide(side, at_open ? bar + 1 : bar, size - 1);
      if (!at_open) Execute(bar, bar, bars_.close()[bar]);
      result_.equity.push_back(cash_ + units_ * bars_.close()[bar]);
    }
    return result_;
  }

 private:
  Side Allow(Side side) const {
    if (settings_.direction == Direction::kLongOnly) {
      return std::max(side, Side::kFlat);
    }
    if (settings_.direction == Direction::kShortOnly) {
      return std::min(side, Side::kFlat);
    }
    return side;
  }
  Side held() const {
    return units_ > 0 ? Side::kLong : units_ < 0 ? Side::kShort : Side::kFlat;
  }

  /// Notes what is to be done at the next fill moment, in bar `fill_bar`.
  void Decide(std::optional<Side> side, int64_t fill_bar, int64_t last_bar) {
    close_ = false;
    enter_ = Side::kFlat;
    if (side && *side != held()) {
      close_ = held() != Side::kFlat;
      reason_ = OrderReason::kSignal;
      if (!settings_.close_at_end || fill_bar != last_bar) enter_ = *side;
    } else if (held() != Side::kFlat && settings_.max_holding_bars &&
               fill_bar - entry_.bar == *settings_.max_holding_bars) {
      close_ = true;
      reason_ = OrderReason::kMaxHolding;
    } else if (held() != Side::kFlat && settings_.close_at_end &&
               fill_bar == last_bar) {
      close_ = true;
      reason_ = OrderReason::kEndOfData;
    }
  }

  void Execute(int64_t decided_bar, int64_t bar, double market) {
    if (close_) Leave(decided_bar, bar, market, reason_);
    if (enter_ != Side::kFlat) Enter(decided_bar, bar, market);
    close_ = false;
    enter_ = Side::kFlat;
  }

  double Price(double market, bool buy) const {
    const double rate = settings_.slippage.type == Slippage::Type::kPercent
                            ? settings_.slippage.rate
                            : 0;
    return market * (buy ? 1 + rate : 1 - rate);
  }
  double Fee(double units, double price) const {
    switch (settings_.commission.type) {
      case Commission::Type::kPercent:
        return settings_.commission.rate * (units * price);
      case Commission::Type::kFixed:
        return settings_.commission.amount;
      case Commission::Type::kPerShare:
        return settings_.commission.amount * units;
      default:
        return 0;
    }
  }

  /// The most whole units that `budget` pays for, by bisection over integers.
  double MostUnits(double budget, double price) const {
    int64_t low = 0;
    int64_t high = int64_t{1} << 40;
    while (high - low > 1) {
      const int64_t middle = (low + high) / 2;
      const double units = static_cast<double>(middle);
      (units * price + Fee(units, price) <= budget ? low : high) = middle;
    }
    return static_cast<double>(low);
  }

  void Enter(int64_t decided_bar, int64_t bar, double market) {
    const bool buy = enter_ == Side::kLong;
    const double price = Price(market, buy);
    double units = 0;
    if (settings_.sizing.type == Sizing::Type::kFixedUnits) {
      units = std::floor(settings_.sizing.units);
      if (units * price + Fee(units, price) > cash_) units = 0;
    } else {
      units = MostUnits(settings_.sizing.percent / 100 * cash_, price);
    }
    if (units == 0) {
      ++result_.rejections;
      return;
    }
    Fill({decided_bar, bar, buy ? units : -units, market, price,
          Fee(units, price), OrderReason::kEntry});
    entry_ = result_.fills.back();
    best_ = price;
  }

  void Leave(int64_t decided_bar, int64_t bar, double market,
             OrderReason reason) {
    const double price = Price(market, units_ < 0);
    Fill({decided_bar, bar, -units_, market, price,
          Fee(std::abs(units_), price), reason});
  }

  void Fill(const admf::Fill& fill) {
    cash_ -= fill.units * fill.price + fill.commission;
    units_ += fill.units;
    result_.fills.push_back(fill);
  }

  /// Stops and targets against one bar.
  void CheckLevels(int64_t bar) {
    if (units_ == 0) return;
    const double open = bars_.open()[bar];
    const double low = bars_.low()[bar];
    const double high = bars_.high()[bar];
    const bool is_long = units_ > 0;
    std::optional<double> stop;
    OrderReason reason = OrderReason::kStopLoss;
    if (settings_.stop_loss) {
      stop = entry_.price *
             (is_long ? 1 - *settings_.stop_loss : 1 + *settings_.stop_loss);
    }
    if (settings_.trailing_stop) {
      const double trail = best_ * (is_long ? 1 - *settings_.trailing_stop
                                            : 1 + *settings_.trailing_stop);
      if (!stop || (is_long ? trail > *stop : trail < *stop)) {
        stop = trail;
        reason = OrderReason::kTrailingStop;
      }
    }
    std::optional<double> target;
    if (settings_.take_profit) {
      target = entry_.price * (is_long ? 1 + *settings_.take_profit
                                       : 1 - *settings_.take_profit);
    }
    if (stop && (is_long ? open <= *stop : open >= *stop)) {
      Leave(bar, bar, open, reason);
    } else if (target && (is_long ? open >= *target : open <= *target)) {
      Leave(bar, bar, open, OrderReason::kTakeProfit);
    } else if (stop && (is_long ? low <= *stop : high >= *stop)) {
      Leave(bar, bar, *stop, reason);
    } else if (target && (is_long ? high >= *target : low <= *target)) {
      Leave(bar, bar, *target, OrderReason::kTakeProfit);
    }
    best_ = is_long ? std::max(best_, high) : std::min(best_, low);
  }

  const BarSeries& bars_;
  const SimulationSettings& settings_;
  double cash_;
  double units_ = 0;
  double best_ = 0;
  admf::Fill entry_ = {};
  bool close_ = false;
  OrderReason reason_ = OrderReason::kSignal;
  Side enter_ = Side::kFlat;
  BarByBarResult result_;
};

}  // namespace

BarByBarResult SimulateBarByBar(const BarSeries& bars,
                                std::span<const Decision> decisions,
                                const SimulationSettings& settings) {
  return Loop(bars, settings).Run(decisions);
}

}  // namespace admf
