#include "engine/execution/simulation.h"

namespace admf {

std::string_view OrderReasonName(OrderReason reason) {
  switch (reason) {
    case OrderReason::kEntry:
      return "entry";
    case OrderReason::kSignal:
      return "signal";
    case OrderReason::kStopLoss:
      return "stop_loss";
    case OrderReason::kTakeProfit:
      return "take_profit";
    case OrderReason::kTrailingStop:
      return "trailing_stop";
    case OrderReason::kMaxHolding:
      return "max_holding";
    case OrderReason::kEndOfData:
      return "end_of_data";
    case OrderReason::kEndOfDay:
      return "end_of_day";
    case OrderReason::kMarginCall:
      return "margin_call";
    case OrderReason::kMaxDrawdown:
      return "max_drawdown";
    case OrderReason::kDailyLoss:
      return "daily_loss";
  }
  return "unknown";
}

size_t Simulation::bytes() const {
  size_t bytes = fills.capacity() * sizeof(Fill) +
                 trades.capacity() * sizeof(Trade) +
                 states.capacity() * sizeof(AccountState) +
                 rejections.capacity() * sizeof(Rejection);
  for (const Rejection& rejection : rejections) {
    bytes += rejection.reason.capacity();
  }
  return bytes;
}

size_t Simulation::closed_trade_count() const {
  return trades.size() - (!trades.empty() && trades.back().open ? 1 : 0);
}

}  // namespace admf
