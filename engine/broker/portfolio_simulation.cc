#include "engine/broker/portfolio_simulation.h"

#include "engine/base/check.h"

namespace admf {

std::string_view OrderTypeName(OrderType type) {
  switch (type) {
    case OrderType::kMarket:
      return "market";
    case OrderType::kLimit:
      return "limit";
    case OrderType::kStop:
      return "stop";
    case OrderType::kStopLimit:
      return "stop_limit";
    case OrderType::kTrailingStop:
      return "trailing_stop";
  }
  return "unknown";
}

std::string_view OrderStatusName(OrderStatus status) {
  switch (status) {
    case OrderStatus::kWorking:
      return "working";
    case OrderStatus::kFilled:
      return "filled";
    case OrderStatus::kPartlyFilled:
      return "partly_filled";
    case OrderStatus::kCancelled:
      return "cancelled";
    case OrderStatus::kExpired:
      return "expired";
    case OrderStatus::kRejected:
      return "rejected";
  }
  return "unknown";
}

std::string_view PortfolioSimulation::NoteOf(const Order& order) const {
  if (order.note < 0) return {};
  return notes[static_cast<size_t>(order.note)];
}

size_t PortfolioSimulation::bytes() const {
  size_t bytes = orders.capacity() * sizeof(Order) +
                 fills.capacity() * sizeof(PortfolioFill) +
                 trades.capacity() * sizeof(PortfolioTrade) +
                 rejections.capacity() * sizeof(PortfolioRejection) +
                 cash_states.capacity() * sizeof(CashState) +
                 holding_states.capacity() * sizeof(HoldingState) +
                 notes.capacity() * sizeof(std::string) +
                 multipliers.capacity() * sizeof(double);
  for (const PortfolioRejection& rejection : rejections) {
    bytes += rejection.reason.capacity();
  }
  for (const std::string& note : notes) bytes += note.capacity();
  return bytes;
}

Simulation ToSimulation(const PortfolioSimulation& portfolio) {
  CHECK(portfolio.multipliers.size() == 1);
  Simulation simulation;
  simulation.multiplier = portfolio.multipliers[0];
  simulation.fills.assign(portfolio.fills.begin(), portfolio.fills.end());
  simulation.trades.assign(portfolio.trades.begin(), portfolio.trades.end());
  simulation.rejections.assign(portfolio.rejections.begin(),
                               portfolio.rejections.end());
  // Fills change both, borrowing the cash alone.
  size_t next = 0;
  double units = 0;
  for (const CashState& state : portfolio.cash_states) {
    if (next < portfolio.holding_states.size() &&
        portfolio.holding_states[next].tick == state.tick) {
      units = portfolio.holding_states[next++].units * portfolio.multipliers[0];
    }
    simulation.states.push_back(
        {.bar = state.tick, .cash = state.cash, .units = units});
  }
  return simulation;
}

}  // namespace admf
