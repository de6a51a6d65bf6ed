#include "engine/execution/account.h"

#include <cmath>
#include <utility>

#include "engine/base/huge_pages.h"
#include "engine/execution/entry_rejection.h"
#include "engine/execution/trade_profit.h"

namespace admf {

Account::Account(const SimulationSettings& settings, size_t expected_trades)
    : fill_model_(settings),
      sizing_(settings.sizing),
      cash_(settings.initial_cash) {
  ReserveHuge(2 * expected_trades, &simulation_.fills);
  ReserveHuge(expected_trades, &simulation_.trades);
  ReserveHuge(expected_trades + 1, &simulation_.states);
  simulation_.states.push_back({.bar = 0, .cash = cash_, .units = 0});
}

bool Account::Enter(Side side, int64_t decided_bar, int64_t bar,
                    double market_price) {
  const bool buy = side == Side::kLong;
  const double price = fill_model_.Price(market_price, buy);
  // Flat, so the cash is the equity.
  const double units = fill_model_.EntryUnits(cash_, price);
  if (units == 0) {
    simulation_.rejections.push_back(
        {bar, side, WhyNotEntered(fill_model_, sizing_, side, cash_, price)});
    return false;
  }
  Execute({.decided_bar = decided_bar,
           .bar = bar,
           .units = buy ? units : -units,
           .market_price = market_price,
           .price = price,
           .commission = fill_model_.CommissionOf(units, price),
           .reason = OrderReason::kEntry});
  return true;
}

void Account::Exit(int64_t decided_bar, int64_t bar, double market_price,
                   OrderReason reason) {
  const Fill entry = this->entry();
  const double price = fill_model_.Price(market_price, entry.units < 0);
  const Fill exit = {
      .decided_bar = decided_bar,
      .bar = bar,
      .units = -entry.units,
      .market_price = market_price,
      .price = price,
      .commission = fill_model_.CommissionOf(std::abs(entry.units), price),
      .reason = reason};
  Execute(exit);
  RecordTrade(entry, bar, exit.price, exit.commission, reason,
              /*open=*/false);
}

Simulation Account::Finish(int64_t last_bar, double close) && {
  if (side() != Side::kFlat) {
    RecordTrade(entry(), last_bar, close, /*exit_commission=*/0,
                OrderReason::kEndOfData, /*open=*/true);
  }
  return std::move(simulation_);
}

void Account::RecordTrade(const Fill& entry, int64_t exit_bar,
                          double exit_price, double exit_commission,
                          OrderReason reason, bool open) {
  Trade trade;
  trade.entry_bar = entry.bar;
  trade.exit_bar = exit_bar;
  trade.units = entry.units;
  trade.entry_price = entry.price;
  trade.exit_price = exit_price;
  trade.commission = entry.commission + exit_commission;
  trade.exit_reason = reason;
  trade.open = open;
  SetProfit(entry.price, exit_price, /*other_costs=*/0, &trade);
  simulation_.trades.push_back(trade);
}

void Account::Execute(const Fill& fill) {
  cash_ = cash_ - (fill.units * fill.price + fill.commission);
  // Entries start from zero and exits take all, so this is exact.
  units_ += fill.units;
  simulation_.fills.push_back(fill);
  const AccountState state = {.bar = fill.bar, .cash = cash_, .units = units_};
  if (simulation_.states.back().bar == fill.bar) {
    simulation_.states.back() = state;
  } else {
    simulation_.states.push_back(state);
  }
}

}  // namespace admf
