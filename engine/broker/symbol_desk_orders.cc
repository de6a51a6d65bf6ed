// Decisions, the orders that they become, and the fills of entries.

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/broker/symbol_desk.h"

namespace admf {
namespace {

OrderType TypeOf(EntryOrder::Type type) {
  switch (type) {
    case EntryOrder::Type::kMarket:
      return OrderType::kMarket;
    case EntryOrder::Type::kLimit:
      return OrderType::kLimit;
    case EntryOrder::Type::kStop:
      return OrderType::kStop;
    case EntryOrder::Type::kStopLimit:
      return OrderType::kStopLimit;
    case EntryOrder::Type::kTrailingStop:
      return OrderType::kTrailingStop;
  }
  return OrderType::kMarket;
}

}  // namespace

Side SymbolDesk::Allowed(Side side) const {
  const Direction direction = floor_.settings.direction;
  const bool forbidden =
      (direction == Direction::kLongOnly && side == Side::kShort) ||
      (direction == Direction::kShortOnly && side == Side::kLong);
  return forbidden ? Side::kFlat : side;
}

int64_t SymbolDesk::HoldingLimit() const {
  const std::optional<int64_t>& bars = floor_.settings.max_holding_bars;
  if (!bars || *bars > last_bar_ + 1 - position().entry_bar) return kNever;
  const int64_t exit_bar = position().entry_bar + *bars;
  return fills_at_open() ? exit_bar - 1 : exit_bar;
}

void SymbolDesk::Decide(int64_t tick) {
  const int64_t bar = BarAt(tick);
  std::optional<Side> wanted;
  if (next_decision_ < decisions_.size() &&
      decisions_[next_decision_].bar == bar) {
    wanted = Allowed(decisions_[next_decision_++].side);
  }
  if (bar > last_effective_close_) return;
  // What is being closed no longer counts as held.
  const Side side = exit_ ? Side::kFlat : position().side();
  if (wanted && *wanted != side) {
    TakeDecision(tick, bar, *wanted);
  } else if (wanted && entry_ && *wanted == Side::kFlat) {
    CancelEntry(OrderStatus::kCancelled,
                "cancelled: replaced by the next decision");
  } else if (holds() && !exit_) {
    if (bar == HoldingLimit()) {
      PlaceExit(tick, bar, OrderReason::kMaxHolding);
    } else if (floor_.settings.close_at_end && bar == last_effective_close_) {
      PlaceExit(tick, bar, OrderReason::kEndOfData);
    }
  }
  if (exit_ && !fills_at_open() && exit_->decided_bar == bar) {
    FillExit(tick, bar, bars_.close()[static_cast<size_t>(bar)]);
  }
  if (entry_ && bar >= entry_->last_bar) {
    CancelEntry(OrderStatus::kExpired, "expired: time_in_force_bars");
  }
}

void SymbolDesk::TakeDecision(int64_t tick, int64_t bar, Side side) {
  if (entry_) {
    CancelEntry(OrderStatus::kCancelled,
                "cancelled: replaced by the next decision");
  }
  if (holds() && !exit_) PlaceExit(tick, bar, OrderReason::kSignal);
  if (side != Side::kFlat) PlaceEntry(tick, bar, side);
}

void SymbolDesk::PlaceExit(int64_t tick, int64_t bar, OrderReason reason) {
  if (entry_) {
    CancelEntry(OrderStatus::kCancelled, "cancelled: its position is closed");
  }
  Order order = {.placed_tick = tick,
                 .symbol = static_cast<int32_t>(symbol_),
                 .type = OrderType::kMarket,
                 .reason = reason,
                 .buy = position().units < 0};
  order.units = std::abs(position().units);
  exit_ = Exit{floor_.ledger.Place(order), bar, reason};
  found_exit_.reset();
}

void SymbolDesk::PlaceEntry(int64_t tick, int64_t bar, Side side) {
  const EntryOrder& settings = floor_.settings.entry;
  Order order = {.placed_tick = tick,
                 .symbol = static_cast<int32_t>(symbol_),
                 .type = TypeOf(settings.type),
                 .reason = OrderReason::kEntry,
                 .buy = side == Side::kLong};
  const bool rests = settings.type != EntryOrder::Type::kMarket;
  if (rests) {
    resting_entry_.Place(side, bars_.close()[static_cast<size_t>(bar)]);
    if (resting_entry_.has_limit()) {
      order.limit_price = resting_entry_.limit_price();
    }
    if (resting_entry_.has_stop()) {
      order.stop_price = resting_entry_.stop_price();
    }
  }
  const int64_t number = floor_.ledger.Place(order);
  const int64_t first_bar = fills_at_open() || rests ? bar + 1 : bar;
  if (std::string why = floor_.monitor.WhyNoOrders(); !why.empty()) {
    floor_.ledger.Reject(number, std::min(first_bar, last_bar_), side, why);
    return;
  }
  const int64_t bars = settings.time_in_force_bars;
  entry_ = Entry{
      .order = number,
      .decided_bar = bar,
      .side = side,
      .last_bar = bars > 0 && bars <= last_bar_ - bar ? bar + bars : kNever,
      .figure = FigureFor(bar),
      .rests = rests};
  unchecked_entry_bar_ = bar + 1;
  found_entry_.reset();
}

double SymbolDesk::FigureFor(int64_t bar) {
  const Sizing& sizing = floor_.settings.sizing;
  if (sizing.type == Sizing::Type::kKellyFraction) {
    return floor_.ledger.outcomes(symbol_)
        .KellyFraction(sizing.min_trades)
        .value_or(std::numeric_limits<double>::quiet_NaN());
  }
  return figures_.At(bar);
}

void SymbolDesk::CancelEntry(OrderStatus status, std::string note) {
  floor_.ledger.End(entry_->order, status, std::move(note));
  entry_.reset();
}

std::string SymbolDesk::WhyNotIn(int64_t bar) const {
  if (floor_.settings.close_at_end && bar == last_bar_) {
    return "no position is entered on the last bar";
  }
  if (calendar_ != nullptr && !calendar_->inside(bar)) {
    return "the market's session is over";
  }
  return {};
}

void SymbolDesk::EnterAtClose(int64_t tick) {
  if (fills_at_open() || !CanEnter() || entry_->rests) return;
  const int64_t bar = BarAt(tick);
  if (entry_->decided_bar != bar) return;
  if (floor_.settings.close_eod && calendar_->last(bar)) {
    const Entry entry = *entry_;
    entry_.reset();
    floor_.ledger.Reject(entry.order, bar, entry.side,
                         "the market's session is over");
    return;
  }
  FillEntry(tick, bar, bars_.close()[static_cast<size_t>(bar)], Moment::kClose);
}

void SymbolDesk::FillEntry(int64_t tick, int64_t bar, double market_price,
                           Moment moment) {
  found_entry_.reset();
  std::string why = WhyNotIn(bar);
  if (why.empty()) why = floor_.monitor.WhyNoEntries();
  if (!why.empty()) {
    if (floor_.settings.close_at_end && bar == last_bar_) {
      CancelEntry(OrderStatus::kCancelled, absl::StrCat("cancelled: ", why));
    } else {
      const Entry entry = *entry_;
      entry_.reset();
      floor_.ledger.Reject(entry.order, bar, entry.side, why);
    }
    return;
  }
  Quote quote = {.market_price = market_price,
                 .buy = entry_->side == Side::kLong,
                 .volume = VolumeAt(bar)};
  if (resting_entry_.has_limit()) quote.limit = resting_entry_.limit_price();
  const bool first = entry_->units_left == 0;
  if (first && !SizeEntryAt(tick, bar, quote, moment)) return;
  // From the first fill on, what is left takes the market's price, or rests at
  // the limit.
  entry_->rests = resting_entry_.has_limit();
  resting_entry_.KeepLimit();
  unchecked_entry_bar_ = bar + 1;

  double units = Fillable(bar, entry_->order, entry_->units_left);
  if (units < entry_->units_left) {
    floor_.ledger.Note(entry_->order, "in parts: volume_limit");
  }
  if (units == 0) return;
  if (!first) units = PaidFor(tick, quote, moment, units);
  if (units == 0) {
    CancelEntry(OrderStatus::kCancelled,
                "cancelled: the rest is no longer paid for");
    return;
  }
  Fill fill = {};
  fill.decided_bar = entry_->decided_bar;
  fill.bar = bar;
  fill.units = quote.buy ? units : -units;
  fill.market_price = market_price;
  fill.price = costs_.Price(quote, units);
  fill.commission =
      costs_.CommissionOf(units, fill.price, floor_.ledger.MonthUnits(tick));
  fill.reason = OrderReason::kEntry;
  volume_used_ = (volume_bar_ == bar ? volume_used_ : 0) + units;
  volume_bar_ = bar;
  const bool was_flat = !holds();
  const bool complete = entry_->units_left - units <= Dust(entry_->order);
  floor_.ledger.Fill(entry_->order, tick, fill, complete);
  entry_->units_left -= units;
  if (complete) entry_.reset();
  if (was_flat) {
    StartRules(bar, fill.price, market_price, moment);
  } else {
    exit_rules_.Reprice(position().entry_price);
  }
}

bool SymbolDesk::SizeEntryAt(int64_t tick, int64_t bar, const Quote& quote,
                             Moment moment) {
  const double equity = floor_.valuation.Equity(tick, moment);
  EntrySize size = SizeEntry(floor_.settings,
                             {.costs = costs_,
                              .quote = quote,
                              .side = entry_->side,
                              .equity = equity,
                              .weight = weight_,
                              .buying_power = BuyingPower(tick, moment, equity),
                              .month_units = floor_.ledger.MonthUnits(tick),
                              .figure = entry_->figure});
  if (size.units == 0) {
    const Entry entry = *entry_;
    entry_.reset();
    floor_.ledger.Reject(entry.order, bar, entry.side, size.note);
    return false;
  }
  floor_.ledger.SetUnits(entry_->order, size.units, std::move(size.note));
  entry_->units_left = size.units;
  return true;
}

double SymbolDesk::PaidFor(int64_t tick, const Quote& quote, Moment moment,
                           double units) const {
  const double equity = floor_.valuation.Equity(tick, moment);
  const double power = BuyingPower(tick, moment, equity);
  const double month_units = floor_.ledger.MonthUnits(tick);
  if (costs_.Cost(quote, units, month_units) <= power) return units;
  return costs_.AffordableUnits(quote, power, month_units);
}

double SymbolDesk::BuyingPower(int64_t tick, Moment moment,
                               double equity) const {
  double leverage = floor_.settings.max_leverage;
  if (floor_.settings.initial_margin) {
    leverage = std::min(leverage, 1 / *floor_.settings.initial_margin);
  }
  return leverage * equity - floor_.valuation.Exposure(tick, moment);
}

void SymbolDesk::StartRules(int64_t bar, double price, double market_price,
                            Moment moment) {
  exit_rules_.Enter(position().units, price);
  found_exit_.reset();
  entered_inside_bar_ = -1;
  unchecked_exit_bar_ = moment == Moment::kClose ? bar + 1 : bar;
  if (moment == Moment::kInside) {
    entered_inside_bar_ = bar;
    entered_inside_at_ = market_price;
  }
}

}  // namespace admf
