#include "engine/broker/ledger.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/time/civil_time.h"
#include "engine/data/timestamp.h"
#include "engine/execution/trade_profit.h"

namespace admf {

Ledger::Ledger(const AlignedBars& bars, const SimulationSettings& settings,
               std::vector<double> multipliers, const LocalClock& clock)
    : bars_(bars),
      counts_months_(settings.commission.type == Commission::Type::kTiered),
      clock_(clock),
      cash_(settings.initial_cash),
      positions_(bars.symbols()),
      outcomes_(bars.symbols()),
      last_holding_(bars.symbols(), -1) {
  simulation_.multipliers = std::move(multipliers);
  simulation_.cash_states.push_back({.tick = 0, .cash = cash_});
}

double Ledger::MonthUnits(int64_t tick) {
  if (!counts_months_) return 0;
  const int64_t local_us =
      clock_.ToLocal(bars_.time_us()[static_cast<size_t>(tick)]);
  const absl::CivilDay day =
      absl::CivilDay(1970, 1, 1) + FloorDivide(local_us, kMicrosPerDay);
  const int64_t month = day.year() * 12 + day.month();
  if (month != month_) month_units_ = 0;
  month_ = month;
  return month_units_;
}

int64_t Ledger::Place(const Order& order) {
  simulation_.orders.push_back(order);
  return static_cast<int64_t>(simulation_.orders.size()) - 1;
}

void Ledger::SetUnits(int64_t number, double units, std::string note) {
  OrderOf(number).units = units;
  if (!note.empty()) Note(number, std::move(note));
}

void Ledger::Note(int64_t number, std::string note) {
  Order& order = OrderOf(number);
  if (order.note >= 0) return;
  order.note = static_cast<int32_t>(simulation_.notes.size());
  simulation_.notes.push_back(std::move(note));
}

void Ledger::End(int64_t number, OrderStatus status, std::string note) {
  Order& order = OrderOf(number);
  order.status = order.filled_units > 0 ? OrderStatus::kPartlyFilled : status;
  // Why it ended says more than what held it up before.
  order.note = -1;
  Note(number, std::move(note));
}

void Ledger::Reject(int64_t number, int64_t bar, Side side,
                    const std::string& note) {
  End(number, OrderStatus::kRejected, note);
  PortfolioRejection rejection = {};
  rejection.bar = bar;
  rejection.side = side;
  rejection.reason = note;
  rejection.symbol = order(number).symbol;
  rejection.order = number;
  simulation_.rejections.push_back(std::move(rejection));
}

void Ledger::Fill(int64_t number, int64_t tick, const admf::Fill& fill,
                  bool complete) {
  Order& order = OrderOf(number);
  const size_t symbol = static_cast<size_t>(order.symbol);
  Position& position = positions_[symbol];
  cash_ = cash_ -
          (fill.units * (fill.price * multiplier(symbol)) + fill.commission);
  if (position.units == 0) position = Position();
  const bool entering = fill.units * position.units >= 0;
  position.units += fill.units;
  position.fill_tick = tick;
  position.fill_market_price = fill.market_price;
  position.commission += fill.commission;
  if (entering) {
    Enter(tick, fill, &position);
  } else {
    position.exited_value -= fill.units * fill.price;
    ++position.exit_fills;
  }
  if (counts_months_) month_units_ = MonthUnits(tick) + std::abs(fill.units);

  order.filled_units += std::abs(fill.units);
  if (complete) {
    order.status = OrderStatus::kFilled;
    // The parts' sum may miss it by a rounding.
    order.filled_units = order.units;
  }
  PortfolioFill record = {};
  static_cast<admf::Fill&>(record) = fill;
  record.symbol = order.symbol;
  record.tick = tick;
  record.order = number;
  simulation_.fills.push_back(record);
  RecordCash(tick);
  RecordHolding(symbol, tick);
  if (position.units != 0) {
    UpdateHeld(symbol);
    return;
  }
  const double exit_price =
      position.exit_fills == 1 ? fill.price
                               : position.exited_value / position.entered_units;
  RecordTrade(symbol, fill.bar, exit_price, fill.reason, /*open=*/false);
  outcomes_[symbol].Add(simulation_.trades.back().return_fraction);
  UpdateHeld(symbol);
}

void Ledger::Enter(int64_t tick, const admf::Fill& fill, Position* position) {
  if (position->entered_units == 0) {
    position->entry_bar = fill.bar;
    position->entry_tick = tick;
    position->entry_price = fill.price;
  }
  position->entered_units += fill.units;
  position->entered_value += fill.units * fill.price;
  if (position->entered_units != fill.units) {
    position->entry_price = position->entered_value / position->entered_units;
  }
}

void Ledger::RecordTrade(size_t symbol, int64_t bar, double exit_price,
                         OrderReason reason, bool open) {
  const Position& position = positions_[symbol];
  PortfolioTrade trade = {};
  trade.entry_bar = position.entry_bar;
  trade.exit_bar = bar;
  trade.units = position.entered_units;
  trade.entry_price = position.entry_price;
  trade.exit_price = exit_price;
  trade.commission = position.commission;
  trade.exit_reason = reason;
  trade.open = open;
  trade.symbol = static_cast<int32_t>(symbol);
  trade.borrow_cost = position.borrow_cost;
  SetProfit(position.entry_price * multiplier(symbol),
            exit_price * multiplier(symbol), position.borrow_cost, &trade);
  simulation_.trades.push_back(trade);
}

void Ledger::ChargeBorrowing(int64_t tick, double total) {
  cash_ = cash_ - total;
  RecordCash(tick);
}

void Ledger::RecordCash(int64_t tick) {
  if (simulation_.cash_states.back().tick == tick) {
    simulation_.cash_states.back().cash = cash_;
  } else {
    simulation_.cash_states.push_back({.tick = tick, .cash = cash_});
  }
}

void Ledger::RecordHolding(size_t symbol, int64_t tick) {
  std::vector<HoldingState>& states = simulation_.holding_states;
  const double units = positions_[symbol].units;
  int64_t& last = last_holding_[symbol];
  if (last >= 0 && states[static_cast<size_t>(last)].tick == tick) {
    states[static_cast<size_t>(last)].units = units;
    return;
  }
  last = static_cast<int64_t>(states.size());
  states.push_back(
      {.tick = tick, .symbol = static_cast<int32_t>(symbol), .units = units});
}

void Ledger::UpdateHeld(size_t symbol) {
  const int32_t number = static_cast<int32_t>(symbol);
  const auto place = std::lower_bound(held_.begin(), held_.end(), number);
  const bool listed = place != held_.end() && *place == number;
  const bool held = positions_[symbol].units != 0;
  if (held && !listed) held_.insert(place, number);
  if (!held && listed) held_.erase(place);
}

PortfolioSimulation Ledger::Finish() && {
  for (const int32_t number : held_) {
    const size_t symbol = static_cast<size_t>(number);
    const Position& position = positions_[symbol];
    const BarSeries& bars = bars_.bars(symbol);
    const double close = bars.close().back();
    const double exit_price =
        position.exit_fills == 0
            ? close
            : (position.exited_value + position.units * close) /
                  position.entered_units;
    RecordTrade(symbol, static_cast<int64_t>(bars.size()) - 1, exit_price,
                OrderReason::kEndOfData, /*open=*/true);
  }
  return std::move(simulation_);
}

}  // namespace admf
