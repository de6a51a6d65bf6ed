#include "engine/execution/simulation.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(SimulationTest, EveryReasonHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(OrderReason::kEndOfData); ++i) {
    names.insert(OrderReasonName(static_cast<OrderReason>(i)));
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"entry", "signal", "stop_loss",
                                               "take_profit", "trailing_stop",
                                               "max_holding", "end_of_data"}));
}

TEST(SimulationTest, CountsItsMemory) {
  Simulation simulation;
  EXPECT_EQ(simulation.bytes(), 0u);
  simulation.fills.resize(3);
  simulation.trades.resize(2);
  simulation.states.resize(4);
  EXPECT_GE(simulation.bytes(),
            3 * sizeof(Fill) + 2 * sizeof(Trade) + 4 * sizeof(AccountState));
  const size_t without_reason = simulation.bytes();
  simulation.rejections.push_back({0, Side::kLong, std::string(1000, 'x')});
  EXPECT_GE(simulation.bytes(), without_reason + 1000);
}

TEST(SimulationTest, TheOpenTradeDoesNotCountAsClosed) {
  Simulation simulation;
  EXPECT_EQ(simulation.closed_trade_count(), 0u);
  simulation.trades.resize(2);
  EXPECT_EQ(simulation.closed_trade_count(), 2u);
  simulation.trades.back().open = true;
  EXPECT_EQ(simulation.closed_trade_count(), 1u);
}

}  // namespace
}  // namespace admf
