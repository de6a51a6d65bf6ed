#include "engine/broker/symbol_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace admf {

SymbolDesk::SymbolDesk(const TradingFloor& floor, const Options& options)
    : floor_(floor),
      symbol_(options.symbol),
      bars_(floor.bars.bars(options.symbol)),
      decisions_(options.decisions),
      weight_(options.weight),
      calendar_(options.calendar),
      costs_(floor.settings, options.multiplier),
      last_bar_(static_cast<int64_t>(bars_.size()) - 1),
      last_effective_close_(fills_at_open() ? last_bar_ - 1 : last_bar_),
      figures_(bars_, floor.settings.sizing),
      exit_rules_(floor.settings),
      resting_entry_(floor.settings.entry) {
  if (!decisions_.empty()) wake_tick_ = TickOf(decisions_.front().bar);
}

int64_t SymbolDesk::BarAfter(int64_t tick) const {
  const std::span<const int64_t> times = bars_.time_us();
  if (times.size() == floor_.bars.ticks()) return tick + 1;
  const auto after =
      std::upper_bound(times.begin(), times.end(),
                       floor_.bars.time_us()[static_cast<size_t>(tick)]);
  return after - times.begin();
}

int64_t SymbolDesk::TickOf(int64_t bar) const {
  const std::span<const int64_t> ticks = floor_.bars.time_us();
  if (bars_.size() == ticks.size()) return bar;
  const auto at = std::lower_bound(ticks.begin(), ticks.end(),
                                   bars_.time_us()[static_cast<size_t>(bar)]);
  return at - ticks.begin();
}

void SymbolDesk::ExitAtOpen(int64_t tick) {
  const int64_t bar = BarAt(tick);
  const double open = bars_.open()[static_cast<size_t>(bar)];
  if (holds() && !exit_ && floor_.settings.close_eod && calendar_->left(bar)) {
    // The session ended without a last bar.
    PlaceExit(tick, bar, OrderReason::kEndOfDay);
  }
  if (exit_) FillExit(tick, bar, open);
}

void SymbolDesk::EnterAtOpen(int64_t tick) {
  const int64_t bar = BarAt(tick);
  if (!CanEnter()) {
    // What an entry that has to wait misses is gone.
    unchecked_entry_bar_ = bar + 1;
    return;
  }
  if (!entry_->rests) {
    FillEntry(tick, bar, bars_.open()[static_cast<size_t>(bar)], Moment::kOpen);
    return;
  }
  if (!WhyNotIn(bar).empty()) {
    unchecked_entry_bar_ = bar + 1;
    return;
  }
  if (!found_entry_ && unchecked_entry_bar_ <= bar) {
    found_entry_ = resting_entry_.Find(bars_, unchecked_entry_bar_, bar + 1);
    unchecked_entry_bar_ = bar + 1;
  }
  if (found_entry_ && found_entry_->bar == bar && found_entry_->at_open) {
    FillEntry(tick, bar, found_entry_->market_price, Moment::kOpen);
  }
}

void SymbolDesk::EnterInside(int64_t tick) {
  if (!CanEnter() || !entry_->rests || !found_entry_) return;
  const int64_t bar = BarAt(tick);
  if (found_entry_->bar != bar || found_entry_->at_open) return;
  FillEntry(tick, bar, found_entry_->market_price, Moment::kInside);
}

void SymbolDesk::ExitInside(int64_t tick) {
  if (!holds() || exit_) return;
  const int64_t bar = BarAt(tick);
  if (bar == entered_inside_bar_ && unchecked_exit_bar_ <= bar) {
    const EntryOrder::Type type = floor_.settings.entry.type;
    found_exit_ = exit_rules_.FindAfterEntry(
        bars_, bar, entered_inside_at_,
        /*extreme_followed=*/type == EntryOrder::Type::kStop ||
            type == EntryOrder::Type::kTrailingStop);
    unchecked_exit_bar_ = bar + 1;
  } else if (!found_exit_ && unchecked_exit_bar_ <= bar) {
    found_exit_ = exit_rules_.Find(bars_, unchecked_exit_bar_, bar + 1);
    unchecked_exit_bar_ = bar + 1;
  }
  if (!found_exit_ || found_exit_->bar != bar) return;
  const ExitRules::Exit found = *found_exit_;
  found_exit_.reset();
  if (entry_) {
    CancelEntry(OrderStatus::kCancelled, "cancelled: its position is closed");
  }
  Order order = {.placed_tick = position().entry_tick,
                 .symbol = static_cast<int32_t>(symbol_),
                 .type = OrderType::kStop,
                 .reason = found.reason,
                 .buy = position().units < 0};
  order.units = std::abs(position().units);
  if (found.reason == OrderReason::kTakeProfit) {
    order.type = OrderType::kLimit;
    order.limit_price = found.level;
  } else {
    order.stop_price = found.level;
    if (found.reason == OrderReason::kTrailingStop) {
      order.type = OrderType::kTrailingStop;
    }
  }
  exit_ = Exit{floor_.ledger.Place(order), bar, found.reason};
  FillExit(tick, bar, found.market_price);
}

void SymbolDesk::CloseSession(int64_t tick) {
  if (!floor_.settings.close_eod) return;
  const int64_t bar = BarAt(tick);
  if (!calendar_->last(bar)) return;
  if (holds()) {
    if (!exit_) PlaceExit(tick, bar, OrderReason::kEndOfDay);
    FillExit(tick, bar, bars_.close()[static_cast<size_t>(bar)]);
  }
}

double SymbolDesk::Fillable(int64_t bar, int64_t order, double units) const {
  const std::optional<double>& limit = floor_.settings.volume_limit;
  if (!limit) return units;
  const double used = volume_bar_ == bar ? volume_used_ : 0;
  const double left = costs_.Round(*limit * VolumeAt(bar) - used);
  return units - left <= Dust(order) ? units : std::max(left, 0.0);
}

void SymbolDesk::FillExit(int64_t tick, int64_t bar, double market_price) {
  const double held = std::abs(position().units);
  const double units = Fillable(bar, exit_->order, held);
  if (units < held) {
    floor_.ledger.Note(exit_->order, "in parts: volume_limit");
  }
  if (units == 0) return;
  const bool buy = position().units < 0;
  const Quote quote = {
      .market_price = market_price, .buy = buy, .volume = VolumeAt(bar)};
  Fill fill = {};
  fill.decided_bar = exit_->decided_bar;
  fill.bar = bar;
  fill.units = buy ? units : -units;
  fill.market_price = market_price;
  fill.price = costs_.Price(quote, units);
  fill.commission =
      costs_.CommissionOf(units, fill.price, floor_.ledger.MonthUnits(tick));
  fill.reason = exit_->reason;
  volume_used_ = (volume_bar_ == bar ? volume_used_ : 0) + units;
  volume_bar_ = bar;
  const bool complete = units == held;
  floor_.ledger.Fill(exit_->order, tick, fill, complete);
  if (complete) exit_.reset();
}

void SymbolDesk::Flatten(int64_t tick, OrderReason reason) {
  if (entry_) {
    CancelEntry(OrderStatus::kCancelled, "cancelled: positions are closed");
  }
  if (!holds() || exit_) return;
  const int64_t bar = BarAt(tick);
  PlaceExit(tick, bar >= 0 ? bar : BarAfter(tick) - 1, reason);
  if (!fills_at_open() && bar >= 0) {
    FillExit(tick, bar, bars_.close()[static_cast<size_t>(bar)]);
  }
}

void SymbolDesk::Sleep(int64_t tick) {
  wake_tick_ = kNever;
  const int64_t next = BarAfter(tick);
  if (next > last_bar_) return;
  int64_t wake = last_bar_ + 1;
  if (next_decision_ < decisions_.size()) {
    wake = decisions_[next_decision_].bar;
  }
  const bool rests = entry_ && entry_->rests && !holds() && !exit_;
  if (exit_ || (entry_ && !rests) || (rests && calendar_ != nullptr)) {
    wake = next;
  } else if (holds()) {
    wake = std::min({wake, HoldingLimit(), last_bar_});
    if (floor_.settings.close_at_end && last_effective_close_ >= next) {
      wake = std::min(wake, last_effective_close_);
    }
    if (floor_.settings.close_eod) {
      wake = calendar_->NextEnd(next, std::max(wake, next));
    }
    wake = std::max(wake, next);
    if (!found_exit_ && unchecked_exit_bar_ <= wake) {
      found_exit_ = exit_rules_.Find(bars_, unchecked_exit_bar_, wake + 1);
      unchecked_exit_bar_ = wake + 1;
    }
    if (found_exit_) wake = std::min(wake, found_exit_->bar);
  } else if (rests) {
    wake = std::min({wake, entry_->last_bar, last_bar_});
    if (!found_entry_ && unchecked_entry_bar_ <= wake) {
      found_entry_ = resting_entry_.Find(bars_, unchecked_entry_bar_, wake + 1);
      unchecked_entry_bar_ = wake + 1;
    }
    if (found_entry_) wake = std::min(wake, found_entry_->bar);
  }
  if (wake <= last_bar_) wake_tick_ = TickOf(wake);
}

}  // namespace admf
