// What orders do, in money that is computed by hand.

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "engine/broker/portfolio_equity.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A fill in short.
std::string Text(const PortfolioFill& fill) {
  return "t" + std::to_string(fill.tick) + " s" + std::to_string(fill.symbol) +
         " " + std::string(OrderReasonName(fill.reason)) + " " +
         std::to_string(static_cast<int>(fill.units)) + "@" +
         std::to_string(static_cast<int>(fill.price * 100));
}

std::vector<std::string> Texts(const PortfolioSimulation& simulation) {
  std::vector<std::string> texts;
  for (const PortfolioFill& fill : simulation.fills) {
    texts.push_back(Text(fill));
  }
  return texts;
}

/// Status and note of an order.
std::string Outcome(const PortfolioSimulation& simulation, size_t order) {
  const Order& found = simulation.orders[order];
  return std::string(OrderStatusName(found.status)) + ": " +
         std::string(simulation.NoteOf(found));
}

SimulationSettings WithEntry(EntryOrder entry) {
  SimulationSettings settings = TenUnitsEach();
  settings.entry = entry;
  return settings;
}

TEST(PortfolioOrdersTest, ALimitEntryWaitsForItsPrice) {
  const auto bars = MakeDays("A", {{100, 101, 99, 100},
                                   {99, 100, 97, 98},
                                   {98, 99, 94, 96},
                                   {96, 97, 95, 97}});
  const PortfolioSimulation simulation = MustSimulate(
      bars, {{0, Side::kLong}},
      WithEntry({.type = EntryOrder::Type::kLimit, .offset = 0.05}));
  EXPECT_THAT(Texts(simulation), ElementsAre("t2 s0 entry 10@9500"));
  EXPECT_EQ(simulation.fills[0].decided_bar, 0);
  ASSERT_EQ(simulation.orders.size(), 1u);
  EXPECT_EQ(simulation.orders[0].type, OrderType::kLimit);
  EXPECT_EQ(simulation.orders[0].limit_price, 95);
  EXPECT_TRUE(std::isnan(simulation.orders[0].stop_price));
  EXPECT_EQ(simulation.orders[0].status, OrderStatus::kFilled);
  // 10,000 - 950, and 960 and 970 of stock.
  EXPECT_THAT(PortfolioEquity(*Align({bars}), simulation),
              ElementsAre(10'000, 10'000, 10'010, 10'020));
}

TEST(PortfolioOrdersTest, AGapThroughALimitFillsAtTheOpen) {
  const auto bars = MakeDays("A", {{100, 101, 99, 100}, {90, 93, 88, 92}});
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}},
                                 WithEntry({.type = EntryOrder::Type::kLimit,
                                            .offset = 0.05}))),
              ElementsAre("t1 s0 entry 10@9000"));
}

TEST(PortfolioOrdersTest, AStopEntryFollowsABreakout) {
  const auto bars = MakeDays(
      "A", {{100, 101, 99, 100}, {100, 104, 97, 103}, {103, 108, 102, 107}});
  SimulationSettings settings =
      WithEntry({.type = EntryOrder::Type::kStop, .offset = 0.05});
  settings.slippage = {.type = Slippage::Type::kFixed, .amount = 0.5};
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
              ElementsAre("t2 s0 entry 10@10550"));
  // Short: below 95 only.
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kShort}}, settings)),
              IsEmpty());
}

TEST(PortfolioOrdersTest, AnOrderExpires) {
  const auto bars = MakeDays("A", {{100, 101, 99, 100},
                                   {99, 100, 97, 98},
                                   {98, 99, 96, 96},
                                   {96, 97, 94, 97}});
  SimulationSettings settings = WithEntry({.type = EntryOrder::Type::kLimit,
                                           .offset = 0.05,
                                           .time_in_force_bars = 2});
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(Texts(simulation), IsEmpty());
  EXPECT_EQ(Outcome(simulation, 0), "expired: expired: time_in_force_bars");
  settings.entry.time_in_force_bars = 3;
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
              ElementsAre("t3 s0 entry 10@9500"));
}

TEST(PortfolioOrdersTest, TheNextDecisionReplacesAnOrder) {
  const auto bars = MakeDays("A", {{100, 101, 99, 100},
                                   {104, 104, 103, 104},
                                   {104, 110, 103, 109},
                                   {94, 95, 93, 94}});
  const PortfolioSimulation simulation = MustSimulate(
      bars, {{0, Side::kLong}, {1, Side::kShort}},
      WithEntry({.type = EntryOrder::Type::kLimit, .offset = 0.05}));
  // The short's limit is 104 x 1.05.
  EXPECT_THAT(Texts(simulation), ElementsAre("t2 s0 entry -10@10920"));
  EXPECT_EQ(Outcome(simulation, 0),
            "cancelled: cancelled: replaced by the next decision");
  // A decision for no side gives it up.
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}, {1, Side::kFlat}},
                                 WithEntry({.type = EntryOrder::Type::kLimit,
                                            .offset = 0.05}))),
              IsEmpty());
}

TEST(PortfolioOrdersTest, APositionEnteredInsideABarIsStoppedInIt) {
  // A buyer's stop at 105 in a bar with a low of 90: the low may have been
  // after it.
  const auto bars = MakeDays(
      "A", {{100, 101, 99, 100}, {100, 120, 90, 106}, {106, 130, 80, 100}});
  SimulationSettings settings =
      WithEntry({.type = EntryOrder::Type::kStop, .offset = 0.05});
  settings.stop_loss = 0.1;
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
              ElementsAre("t1 s0 entry 10@10500", "t1 s0 stop_loss -10@9450"));
  // A target of 115.5 is not reached by a high that may have been before it,
  // and is by the next bar's.
  settings.stop_loss.reset();
  settings.take_profit = 0.1;
  EXPECT_THAT(
      Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
      ElementsAre("t1 s0 entry 10@10500", "t2 s0 take_profit -10@11550"));
  // One of 105.5 is: the close is beyond it.
  settings.take_profit = 0.005;
  EXPECT_THAT(
      Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
      ElementsAre("t1 s0 entry 10@10500", "t1 s0 take_profit -10@10552"));
}

TEST(PortfolioOrdersTest, ATrailingStopKnowsWhatCameAfterAStopEntry) {
  // A buyer's stop of 101 is hit on the way from 100 to 120, so 120 came after
  // it: the trailing stop is 108. The next bar opens below it.
  const std::vector<TestBar> bars = {{100, 101, 99, 100},
                                     {100, 120, 99.5, 105},
                                     {105, 107, 104, 106},
                                     {106, 107, 105, 106}};
  SimulationSettings settings =
      WithEntry({.type = EntryOrder::Type::kStop, .offset = 0.01});
  settings.trailing_stop = 0.1;
  EXPECT_THAT(
      Texts(MustSimulate(MakeDays("A", bars), {{0, Side::kLong}}, settings)),
      ElementsAre("t1 s0 entry 10@10100", "t2 s0 trailing_stop -10@10500"));
  // A seller's stop of 99.5, in a bar that falls to 80.
  const std::vector<TestBar> falls = {{100, 101, 99, 100},
                                      {100, 100.5, 80, 95},
                                      {95, 96, 93, 94},
                                      {94, 95, 93, 94}};
  settings.entry.offset = 0.005;
  EXPECT_THAT(
      Texts(MustSimulate(MakeDays("A", falls), {{0, Side::kShort}}, settings)),
      ElementsAre("t1 s0 entry -10@9950", "t2 s0 trailing_stop 10@9500"));
  // Of a limit of 99.5 nobody knows: of the close of 105 it is 94.5.
  settings.entry = {.type = EntryOrder::Type::kLimit, .offset = 0.005};
  EXPECT_THAT(
      Texts(MustSimulate(MakeDays("A", bars), {{0, Side::kLong}}, settings)),
      ElementsAre("t1 s0 entry 10@9950"));
}

TEST(PortfolioOrdersTest, OrdersAreFilledAsTheVolumeAllows) {
  // A tenth of 60, of 30 and of 200.
  const auto bars = MakeDays("A", {{100, 101, 99, 100, 1000},
                                   {100, 100, 100, 100, 60},
                                   {110, 110, 110, 110, 30},
                                   {120, 120, 120, 120, 200},
                                   {130, 130, 130, 130, 40},
                                   {140, 140, 140, 140, 500}});
  SimulationSettings settings = TenUnitsEach();
  settings.volume_limit = 0.1;
  settings.commission = {.type = Commission::Type::kFixed, .amount = 1};
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {3, Side::kFlat}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 s0 entry 6@10000", "t2 s0 entry 3@11000",
                          "t3 s0 entry 1@12000", "t4 s0 signal -4@13000",
                          "t5 s0 signal -6@14000"));
  EXPECT_EQ(Outcome(simulation, 0), "filled: in parts: volume_limit");
  ASSERT_EQ(simulation.trades.size(), 1u);
  const PortfolioTrade& trade = simulation.trades[0];
  EXPECT_EQ(trade.units, 10);
  EXPECT_DOUBLE_EQ(trade.entry_price, 105);
  EXPECT_DOUBLE_EQ(trade.exit_price, 136);
  EXPECT_EQ(trade.commission, 5);
  EXPECT_DOUBLE_EQ(trade.profit, 305);
  EXPECT_EQ(trade.entry_bar, 1);
  EXPECT_EQ(trade.exit_bar, 5);
  EXPECT_EQ(simulation.cash_states.back().cash, 10'305);
}

TEST(PortfolioOrdersTest, AnExitGivesUpTheRestOfItsEntry) {
  const auto bars = MakeDays("A", {{100, 101, 99, 100, 1000},
                                   {100, 100, 100, 100, 60},
                                   {110, 110, 110, 110, 200}});
  SimulationSettings settings = TenUnitsEach();
  settings.volume_limit = 0.1;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {1, Side::kFlat}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 s0 entry 6@10000", "t2 s0 signal -6@11000"));
  EXPECT_EQ(simulation.orders[0].status, OrderStatus::kPartlyFilled);
  EXPECT_EQ(simulation.orders[0].units, 10);
  EXPECT_EQ(simulation.orders[0].filled_units, 6);
}

TEST(PortfolioOrdersTest, AReversalWaitsUntilThePositionIsClosed) {
  const auto bars = MakeDays("A", {{100, 100, 100, 100, 1000},
                                   {100, 100, 100, 100, 1000},
                                   {110, 110, 110, 110, 60},
                                   {120, 120, 120, 120, 200}});
  SimulationSettings settings = TenUnitsEach();
  settings.volume_limit = 0.1;
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}, {1, Side::kShort}},
                                 settings)),
              ElementsAre("t1 s0 entry 10@10000", "t2 s0 signal -6@11000",
                          "t3 s0 signal -4@12000", "t3 s0 entry -10@12000"));
}

TEST(PortfolioOrdersTest, ExitsPayForEntriesOfTheSameMoment) {
  // All of the money goes from one symbol to the other.
  const auto a = MakeFlatDays("A", {100, 100, 100, 100});
  const auto b = MakeFlatDays("B", {50, 50, 50, 50});
  const std::vector<Decision> in_b = {{1, Side::kLong}};
  const std::vector<Decision> in_a = {{0, Side::kLong}, {1, Side::kFlat}};
  // B stands before A, and is entered after A is left.
  EXPECT_THAT(
      Texts(MustSimulate(*Align({b, a}),
                         {{.decisions = in_b}, {.decisions = in_a}}, {})),
      ElementsAre("t1 s1 entry 100@10000", "t2 s1 signal -100@10000",
                  "t2 s0 entry 200@5000"));
}

TEST(PortfolioOrdersTest, SymbolsShareTheMoneyByWeight) {
  const auto a = MakeFlatDays("A", {100, 100, 200});
  const auto b = MakeFlatDays("B", {50, 50, 50});
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  const PortfolioSimulation simulation =
      MustSimulate(*Align({a, b}),
                   {{.decisions = decisions, .weight = 0.25},
                    {.decisions = decisions, .weight = 0.75}},
                   {});
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 s0 entry 25@10000", "t1 s1 entry 150@5000"));
  EXPECT_THAT(PortfolioEquity(*Align({a, b}), simulation),
              ElementsAre(10'000, 10'000, 12'500));
}

TEST(PortfolioOrdersTest, ASymbolWithoutABarIsNotTraded) {
  // B has no bar on day 1: its order fills on day 2, and it is worth its last
  // close on day 3.
  const auto a = MakeFlatDays("A", {100, 100, 100, 100, 100});
  const auto b =
      MakeSeries("B", {0, 2 * kTestDay, 4 * kTestDay},
                 {{50, 50, 50, 50}, {60, 60, 60, 60}, {80, 80, 80, 80}});
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  const auto aligned = Align({a, b});
  const PortfolioSimulation simulation =
      MustSimulate(*aligned, {{}, {.decisions = decisions}}, TenUnitsEach());
  EXPECT_THAT(Texts(simulation), ElementsAre("t2 s1 entry 10@6000"));
  EXPECT_EQ(simulation.fills[0].bar, 1);
  EXPECT_THAT(PortfolioEquity(*aligned, simulation),
              ElementsAre(10'000, 10'000, 10'000, 10'000, 10'200));
}

TEST(PortfolioOrdersTest, AContractCountsItsMultiplier) {
  const auto bars = MakeFlatDays("ES", {100, 100, 104});
  SimulationSettings settings = TenUnitsEach();
  settings.sizing.units = 2;
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  const auto aligned = Align({bars});
  const PortfolioSimulation simulation = MustSimulate(
      *aligned, {{.decisions = decisions, .multiplier = 5}}, settings);
  // 2 x 5 x 100, and 4 of gain on each of 10 units.
  EXPECT_EQ(simulation.cash_states.back().cash, 9'000);
  EXPECT_EQ(simulation.trades[0].profit, 40);
  EXPECT_EQ(simulation.trades[0].return_fraction, 0.04);
  EXPECT_THAT(PortfolioEquity(*aligned, simulation),
              ElementsAre(10'000, 10'000, 10'040));
  EXPECT_EQ(ToSimulation(simulation).states.back().units, 10);
}

TEST(PortfolioOrdersTest, EveryRejectionSaysWhy) {
  const auto bars = MakeFlatDays("A", {100, 100, 100});
  SimulationSettings settings = TenUnitsEach();
  settings.initial_cash = 500;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].bar, 1);
  EXPECT_EQ(simulation.rejections[0].reason,
            "cash 500.00 does not pay for 10 units at 100");
  EXPECT_EQ(Outcome(simulation, 0),
            "rejected: cash 500.00 does not pay for 10 units at 100");
}

TEST(PortfolioOrdersTest, PlansAndVolumesAreChecked) {
  const auto bars = MakeFlatDays("A", {100, 100});
  EXPECT_EQ(SimulatePortfolio(*Align({bars}), {}, {}, {}).status().message(),
            "0 plans for 1 symbols");
  const std::vector<Decision> late = {{2, Side::kLong}};
  const SymbolPlan plan = {.decisions = late};
  EXPECT_FALSE(SimulatePortfolio(*Align({bars}), {&plan, 1}, {}, {}).ok());

  BarSeries::Columns columns;
  columns.time_us = {0};
  columns.open = columns.high = columns.low = columns.close = {1};
  auto without = BarSeries::Create({.symbol = "B"}, columns);
  ASSERT_TRUE(without.ok());
  SimulationSettings settings;
  settings.volume_limit = 0.1;
  const SymbolPlan none;
  EXPECT_EQ(SimulatePortfolio(*Align({*without}), {&none, 1}, settings, {})
                .status()
                .message(),
            "the bars of B have no volume, which volume_limit needs");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(SimulatePortfolio(*Align({bars}), {&none, 1}, {}, stop.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
