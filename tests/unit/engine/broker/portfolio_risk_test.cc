// What the account's rules do, in money that is computed by hand.

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

/// Tick, reason and units of all fills.
std::vector<std::string> Texts(const PortfolioSimulation& simulation) {
  std::vector<std::string> texts;
  for (const PortfolioFill& fill : simulation.fills) {
    texts.push_back("t" + std::to_string(fill.tick) + " " +
                    std::string(OrderReasonName(fill.reason)) + " " +
                    std::to_string(static_cast<int>(fill.units)));
  }
  return texts;
}

TEST(PortfolioRiskTest, LeverageBuysMoreThanThereIs) {
  const auto bars = MakeFlatDays("A", {100, 100, 110});
  SimulationSettings settings;
  settings.max_leverage = 3;
  settings.sizing.percent = 250;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(Texts(simulation), ElementsAre("t1 entry 250"));
  EXPECT_EQ(simulation.cash_states.back().cash, -15'000);
  EXPECT_THAT(PortfolioEquity(*Align({bars}), simulation),
              ElementsAre(10'000, 10'000, 12'500));
  // Half of a position's value as margin is a leverage of two.
  settings.initial_margin = 0.5;
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
              ElementsAre("t1 entry 200"));
}

TEST(PortfolioRiskTest, ShortsTakeBuyingPowerToo) {
  const auto a = MakeFlatDays("A", {100, 100, 100, 100});
  const auto b = MakeFlatDays("B", {100, 100, 100, 100});
  SimulationSettings settings;
  settings.sizing.percent = 60;
  const std::vector<Decision> first = {{0, Side::kShort}};
  const std::vector<Decision> second = {{1, Side::kLong}};
  const PortfolioSimulation simulation = MustSimulate(
      *Align({a, b}), {{.decisions = first}, {.decisions = second}}, settings);
  // 6,000 of 10,000 are backed, 4,000 are left.
  EXPECT_THAT(Texts(simulation), ElementsAre("t1 entry -60", "t2 entry 40"));
  EXPECT_EQ(simulation.NoteOf(simulation.orders[1]),
            "cut down to the buying power, 4000.00");
}

TEST(PortfolioRiskTest, WhatWasJustEnteredInsideABarCountsAtItsPrice) {
  // Limits of 60: at the open of 100 the first position would be worth more
  // than it was bought for.
  const std::vector<TestBar> longs = {{100, 100, 100, 100}, {100, 100, 50, 60}};
  SimulationSettings settings;
  settings.entry = {.type = EntryOrder::Type::kLimit, .offset = 0.4};
  settings.units = Units::kFractional;
  settings.max_leverage = 2;
  const std::vector<Decision> buy = {{0, Side::kLong}};
  PortfolioSimulation simulation = MustSimulate(
      *Align({MakeDays("A", longs), MakeDays("B", longs)}),
      {{.decisions = buy, .weight = 0.5}, {.decisions = buy, .weight = 0.5}},
      settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_DOUBLE_EQ(simulation.fills[0].units, 5'000.0 / 60);
  EXPECT_DOUBLE_EQ(simulation.fills[1].units, 5'000.0 / 60);
  // Shorts of 140, which would be worth less: no leverage, no more than there
  // is.
  const std::vector<TestBar> shorts = {{100, 100, 100, 100},
                                       {100, 150, 100, 140}};
  settings.max_leverage = 1;
  const std::vector<Decision> sell = {{0, Side::kShort}};
  simulation = MustSimulate(
      *Align({MakeDays("A", shorts), MakeDays("B", shorts)}),
      {{.decisions = sell, .weight = 0.5}, {.decisions = sell, .weight = 0.5}},
      settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_DOUBLE_EQ(simulation.fills[0].units, -5'000.0 / 140);
  EXPECT_DOUBLE_EQ(simulation.fills[1].units, -5'000.0 / 140);
}

TEST(PortfolioRiskTest, AMarginCallClosesEverything) {
  // Twice the equity is held; at 75 it is 5,000 of 15,000, at 70 4,000 of
  // 14,000, which is less than 0.3.
  const auto bars = MakeFlatDays("A", {100, 100, 75, 70, 60, 60});
  SimulationSettings settings;
  settings.max_leverage = 2;
  settings.sizing.percent = 200;
  settings.maintenance_margin = 0.3;
  PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 entry 200", "t4 margin_call -200"));
  // 20,000 became 12,000.
  EXPECT_EQ(simulation.cash_states.back().cash, 2'000);
  settings.fill = FillMode::kSameClose;
  simulation = MustSimulate(bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t0 entry 200", "t3 margin_call -200"));
  EXPECT_EQ(simulation.cash_states.back().cash, 4'000);
}

TEST(PortfolioRiskTest, TheDrawdownStopEndsTrading) {
  // Up to 12,000, down to 9,600: a fifth.
  const auto bars = MakeFlatDays("A", {100, 100, 120, 97, 96, 95, 95, 95});
  SimulationSettings settings;
  settings.max_drawdown = 0.2;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {5, Side::kShort}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 entry 100", "t5 max_drawdown -100"));
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].bar, 6);
  EXPECT_EQ(simulation.rejections[0].reason,
            "trading has stopped: the equity fell by max_drawdown, 0.2");
}

/// Six-hour bars from 1970-01-01 on.
std::shared_ptr<const BarSeries> QuarterDays(
    const std::vector<double>& prices) {
  std::vector<int64_t> times;
  std::vector<TestBar> bars;
  for (const double price : prices) {
    times.push_back(static_cast<int64_t>(times.size()) * kTestDay / 4);
    bars.push_back({price, price, price, price});
  }
  return MakeSeries("A", times, bars, Timeframe(6, Timeframe::Unit::kHour));
}

TEST(PortfolioRiskTest, TheDaysLossEndsTheDay) {
  // The first day ends at 104; 5 % less than 10,400 is 9,880.
  const auto bars =
      QuarterDays({100, 100, 102, 104, 103, 98, 97, 97, 97, 97, 97});
  SimulationSettings settings;
  settings.daily_loss_limit = 0.05;
  const PortfolioSimulation simulation = MustSimulate(
      bars, {{0, Side::kLong}, {6, Side::kShort}, {8, Side::kLong}}, settings);
  EXPECT_THAT(
      Texts(simulation),
      ElementsAre("t1 entry 100", "t6 daily_loss -100", "t9 entry 100"));
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].side, Side::kShort);
  EXPECT_EQ(simulation.rejections[0].reason,
            "no positions until tomorrow: the day lost daily_loss_limit, 0.05");
}

TEST(PortfolioRiskTest, ALostDaysLastDecisionIsFilledTomorrow) {
  const auto bars =
      QuarterDays({100, 100, 102, 104, 103, 98, 97, 97, 97, 97, 97});
  SimulationSettings settings;
  settings.daily_loss_limit = 0.05;
  PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {7, Side::kShort}}, settings);
  EXPECT_THAT(
      Texts(simulation),
      ElementsAre("t1 entry 100", "t6 daily_loss -100", "t8 entry -100"));
  EXPECT_THAT(simulation.rejections, IsEmpty());
  // At once it would be filled on that day.
  settings.fill = FillMode::kSameClose;
  simulation =
      MustSimulate(bars, {{0, Side::kLong}, {7, Side::kShort}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t0 entry 100", "t5 daily_loss -100"));
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].bar, 7);
}

TEST(PortfolioRiskTest, OfDailyBarsTheNextOneIsTomorrow) {
  // 6 % are lost in the third one.
  const auto bars = MakeFlatDays("A", {100, 100, 94, 94, 94});
  SimulationSettings settings;
  settings.daily_loss_limit = 0.05;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {2, Side::kShort}}, settings);
  EXPECT_THAT(
      Texts(simulation),
      ElementsAre("t1 entry 100", "t3 daily_loss -100", "t3 entry -100"));
}

TEST(PortfolioRiskTest, ARestingEntryIsNotFilledOnALostDay) {
  // The limit of 97 x 0.99 is hit on the lost day, or on the one after it.
  SimulationSettings settings;
  settings.daily_loss_limit = 0.05;
  settings.entry = {.type = EntryOrder::Type::kLimit, .offset = 0.01};
  const std::vector<Decision> decisions = {{0, Side::kLong}, {6, Side::kLong}};
  PortfolioSimulation simulation =
      MustSimulate(QuarterDays({100, 98, 102, 104, 103, 93, 97, 95, 95, 95}),
                   decisions, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 entry 102", "t6 daily_loss -102"));
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].bar, 7);
  simulation =
      MustSimulate(QuarterDays({100, 98, 102, 104, 103, 93, 97, 97, 95, 95}),
                   decisions, settings);
  EXPECT_THAT(
      Texts(simulation),
      ElementsAre("t1 entry 102", "t6 daily_loss -102", "t8 entry 104"));
  EXPECT_THAT(simulation.rejections, IsEmpty());
}

TEST(PortfolioRiskTest, BorrowedUnitsCostByTheDay) {
  const auto bars = MakeFlatDays("A", {100, 100, 110, 120, 120});
  SimulationSettings settings = TenUnitsEach();
  settings.borrow_rate = 0.365;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kShort}, {2, Side::kFlat}}, settings);
  // A thousandth of 1,000 and of 1,100 until the exit at 120.
  ASSERT_EQ(simulation.trades.size(), 1u);
  EXPECT_DOUBLE_EQ(simulation.trades[0].borrow_cost, 2.1);
  EXPECT_DOUBLE_EQ(simulation.trades[0].profit, -202.1);
  EXPECT_DOUBLE_EQ(simulation.cash_states.back().cash, 9'797.9);
  EXPECT_DOUBLE_EQ(PortfolioEquity(*Align({bars}), simulation)[2],
                   10'000 - 100 - 1);
}

TEST(PortfolioRiskTest, LongsBorrowNothing) {
  const auto bars = MakeFlatDays("A", {100, 100, 110});
  SimulationSettings settings = TenUnitsEach();
  settings.borrow_rate = 0.5;
  EXPECT_EQ(
      MustSimulate(bars, {{0, Side::kLong}}, settings).cash_states.back().cash,
      9'000);
}

TEST(PortfolioRiskTest, PositionsEndWithTheDay) {
  // Closed at the close of the bar that ends at midnight.
  const auto bars = QuarterDays({100, 101, 102, 103, 104, 105, 106, 107, 108});
  SimulationSettings settings = TenUnitsEach();
  settings.close_eod = true;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}, {3, Side::kShort}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 entry 10", "t3 end_of_day -10", "t4 entry -10",
                          "t7 end_of_day 10"));
  EXPECT_EQ(simulation.fills[1].price, 103);
  EXPECT_EQ(simulation.fills[3].price, 107);
}

TEST(PortfolioRiskTest, AShortDayEndsAtTheNextOpen) {
  // No bar at 18:00 of the first day.
  const auto bars = MakeSeries(
      "A", {0, kTestDay / 4, kTestDay / 2, kTestDay, kTestDay * 5 / 4},
      {{100, 100, 100, 100},
       {101, 101, 101, 101},
       {102, 102, 102, 102},
       {103, 104, 103, 104},
       {105, 105, 105, 105}},
      Timeframe(6, Timeframe::Unit::kHour));
  SimulationSettings settings = TenUnitsEach();
  settings.close_eod = true;
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(Texts(simulation),
              ElementsAre("t1 entry 10", "t3 end_of_day -10"));
  EXPECT_EQ(simulation.fills[1].price, 103);
}

TEST(PortfolioRiskTest, EntriesKeepToTheSession) {
  const auto bars = QuarterDays({100, 101, 102, 103, 104, 105, 106, 107});
  SimulationSettings settings = TenUnitsEach();
  settings.session = Session{kTestDay / 4, kTestDay / 2 + kTestDay / 4};
  // Decided at 6:00, entered at 12:00; decided at 12:00, refused at 18:00.
  EXPECT_THAT(Texts(MustSimulate(bars, {{1, Side::kLong}}, settings)),
              ElementsAre("t2 entry 10"));
  const PortfolioSimulation late =
      MustSimulate(bars, {{2, Side::kLong}}, settings);
  EXPECT_THAT(late.fills, IsEmpty());
  ASSERT_EQ(late.rejections.size(), 1u);
  EXPECT_EQ(late.rejections[0].reason, "the market's session is over");
  // A limit sleeps until the session: the low of bar 3 and 4 is not for it.
  settings.entry = {.type = EntryOrder::Type::kLimit, .offset = 0};
  const auto dips = MakeSeries("A",
                               {0, kTestDay / 4, kTestDay / 2, kTestDay * 3 / 4,
                                kTestDay, kTestDay * 5 / 4},
                               {{9, 9, 9, 9},
                                {9, 9, 9, 9},
                                {10, 10, 10, 10},
                                {12, 12, 5, 12},
                                {12, 12, 5, 12},
                                {12, 12, 6, 12}},
                               Timeframe(6, Timeframe::Unit::kHour));
  EXPECT_THAT(Texts(MustSimulate(dips, {{2, Side::kLong}}, settings)),
              ElementsAre("t5 entry 10"));
}

TEST(PortfolioRiskTest, ASymbolsShareIsLimited) {
  const auto bars = MakeFlatDays("A", {100, 100, 100});
  SimulationSettings settings;
  settings.max_position = 0.25;
  EXPECT_THAT(Texts(MustSimulate(bars, {{0, Side::kLong}}, settings)),
              ElementsAre("t1 entry 25"));
}

TEST(PortfolioRiskTest, AtrSizesLookAtTheBarsBeforeTheDecision) {
  // True ranges 4 and 4 until the decision, 100 in the bar of the fill.
  const auto bars = MakeDays(
      "A", {{100, 102, 98, 100}, {100, 103, 99, 101}, {100, 200, 100, 150}});
  SimulationSettings settings;
  settings.sizing = {.type = Sizing::Type::kAtrRisk,
                     .period = 2,
                     .risk = 0.01,
                     .atr_multiple = 2.5};
  // 100 by 10.
  EXPECT_THAT(Texts(MustSimulate(bars, {{1, Side::kLong}}, settings)),
              ElementsAre("t2 entry 10"));
}

TEST(PortfolioRiskTest, VolatilitySizesLookAtTheBarsBeforeTheDecision) {
  // Returns of +10 % and -10 %: a sample deviation of sqrt(0.02).
  const auto bars = MakeFlatDays("A", {100, 110, 99, 100});
  SimulationSettings settings;
  settings.units = Units::kFractional;
  settings.sizing = {.type = Sizing::Type::kVolatilityTarget,
                     .target_volatility = 0.05,
                     .period = 2,
                     .periods_per_year = 2};
  // 0.05 by sqrt(0.02 x 2) = 0.2: a quarter of 10,000 at 100.
  const PortfolioSimulation simulation =
      MustSimulate(bars, {{2, Side::kLong}}, settings);
  ASSERT_EQ(simulation.fills.size(), 1u);
  EXPECT_NEAR(simulation.fills[0].units, 25, 1e-12);
}

TEST(PortfolioRiskTest, TiersCountTheUnitsOfAMonth) {
  // January 30 and 31, February 1 on.
  std::vector<int64_t> times;
  for (int64_t day = 29; day < 35; ++day) times.push_back(day * kTestDay);
  const auto bars =
      MakeSeries("A", times, std::vector<TestBar>(6, {100, 100, 100, 100}));
  SimulationSettings settings = TenUnitsEach();
  settings.commission = {.type = Commission::Type::kTiered,
                         .tiers = {{0, 1}, {10, 0.5}}};
  const PortfolioSimulation simulation = MustSimulate(
      bars,
      {{0, Side::kLong}, {1, Side::kFlat}, {2, Side::kLong}, {3, Side::kFlat}},
      settings);
  std::vector<double> commissions;
  for (const PortfolioFill& fill : simulation.fills) {
    commissions.push_back(fill.commission);
  }
  EXPECT_THAT(commissions, ElementsAre(10, 10, 5, 5));
}

}  // namespace
}  // namespace admf
