#include "engine/execution/simulator.h"

#include <limits>
#include <memory>
#include <stop_token>
#include <vector>

#include "engine/execution/equity_curve.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Simulation MustSimulate(const BarSeries& bars,
                        const std::vector<Decision>& decisions,
                        const SimulationSettings& settings) {
  auto simulation = Simulate(bars, decisions, settings, std::stop_token());
  EXPECT_TRUE(simulation.ok()) << simulation.status();
  return *std::move(simulation);
}

/// The reasons of all fills, in order.
std::vector<OrderReason> Reasons(const Simulation& simulation) {
  std::vector<OrderReason> reasons;
  for (const Fill& fill : simulation.fills) reasons.push_back(fill.reason);
  return reasons;
}

std::vector<int64_t> FillBars(const Simulation& simulation) {
  std::vector<int64_t> bars;
  for (const Fill& fill : simulation.fills) bars.push_back(fill.bar);
  return bars;
}

/// Ten units a trade, so that the money is easily followed.
SimulationSettings TenUnits() {
  SimulationSettings settings;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 10};
  return settings;
}

/// Opens and closes are all different.
std::shared_ptr<const BarSeries> FourBars() {
  return MakeBars({{100, 103, 99, 102},
                   {104, 108, 101, 106},
                   {107, 112, 105, 110},
                   {111, 115, 108, 109}});
}

TEST(SimulatorTest, WithoutDecisionsTheCashStays) {
  const auto bars = FourBars();
  const Simulation simulation = MustSimulate(*bars, {}, TenUnits());
  EXPECT_THAT(simulation.fills, IsEmpty());
  EXPECT_THAT(simulation.trades, IsEmpty());
  EXPECT_THAT(EquityColumn(*bars, simulation),
              ElementsAre(10'000, 10'000, 10'000, 10'000));
}

TEST(SimulatorTest, NextOpenFillsAtTheOpenAfterTheDecision) {
  const auto bars = FourBars();
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {2, Side::kFlat}}, TenUnits());
  ASSERT_EQ(simulation.fills.size(), 2u);
  const Fill& entry = simulation.fills[0];
  EXPECT_EQ(entry.decided_bar, 0);
  EXPECT_EQ(entry.bar, 1);
  EXPECT_EQ(entry.units, 10);
  EXPECT_EQ(entry.price, 104);
  EXPECT_EQ(entry.reason, OrderReason::kEntry);
  const Fill& exit = simulation.fills[1];
  EXPECT_EQ(exit.decided_bar, 2);
  EXPECT_EQ(exit.bar, 3);
  EXPECT_EQ(exit.units, -10);
  EXPECT_EQ(exit.price, 111);
  EXPECT_EQ(exit.reason, OrderReason::kSignal);

  ASSERT_EQ(simulation.trades.size(), 1u);
  const Trade& trade = simulation.trades[0];
  EXPECT_EQ(trade.entry_bar, 1);
  EXPECT_EQ(trade.exit_bar, 3);
  EXPECT_EQ(trade.profit, 70);
  EXPECT_EQ(trade.return_fraction, 70.0 / 1040);
  EXPECT_FALSE(trade.open);
  // 10,000 - 1,040 + 10 x 106 and x 110, then 10,000 + 70.
  EXPECT_THAT(EquityColumn(*bars, simulation),
              ElementsAre(10'000, 10'020, 10'060, 10'070));
}

TEST(SimulatorTest, SameCloseFillsAtTheCloseOfTheDecision) {
  const auto bars = FourBars();
  SimulationSettings settings = TenUnits();
  settings.fill = FillMode::kSameClose;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {3, Side::kFlat}}, settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[0].bar, 0);
  EXPECT_EQ(simulation.fills[0].price, 102);
  EXPECT_EQ(simulation.fills[1].bar, 3);
  EXPECT_EQ(simulation.fills[1].price, 109);
  EXPECT_THAT(EquityColumn(*bars, simulation),
              ElementsAre(10'000, 10'040, 10'080, 10'070));
}

TEST(SimulatorTest, ShortsGainWhenPricesFall) {
  const auto bars = MakeFlatBars({100, 100, 90, 95});
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kShort}, {2, Side::kFlat}}, TenUnits());
  ASSERT_EQ(simulation.trades.size(), 1u);
  EXPECT_EQ(simulation.trades[0].units, -10);
  EXPECT_EQ(simulation.trades[0].profit, 50);
  EXPECT_EQ(simulation.trades[0].return_fraction, 0.05);
  // The sale's proceeds are cash: 10,000 + 1,000 - 10 x 90.
  EXPECT_THAT(EquityColumn(*bars, simulation),
              ElementsAre(10'000, 10'000, 10'100, 10'050));
}

TEST(SimulatorTest, CostsAreChargedOnBothSides) {
  const auto bars = MakeFlatBars({100, 100, 200, 200});
  SimulationSettings settings = TenUnits();
  settings.commission = {Commission::Type::kPercent, 0.01, 0};
  settings.slippage = {Slippage::Type::kPercent, 0.1};
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {1, Side::kFlat}}, settings);
  // Bought at 110 for 1,100 + 11, sold at 180 for 1,800 - 18.
  ASSERT_EQ(simulation.trades.size(), 1u);
  EXPECT_DOUBLE_EQ(simulation.trades[0].entry_price, 110);
  EXPECT_DOUBLE_EQ(simulation.trades[0].exit_price, 180);
  EXPECT_DOUBLE_EQ(simulation.trades[0].commission, 29);
  EXPECT_DOUBLE_EQ(simulation.trades[0].profit, 671);
  EXPECT_DOUBLE_EQ(simulation.states.back().cash, 10'671);
  EXPECT_EQ(simulation.fills[0].market_price, 100);
  EXPECT_EQ(simulation.fills[1].market_price, 200);
}

TEST(SimulatorTest, SlippageOfAShortIsAgainstItToo) {
  const auto bars = MakeFlatBars({100, 100, 200, 200});
  SimulationSettings settings = TenUnits();
  settings.slippage = {Slippage::Type::kPercent, 0.25};
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kShort}, {1, Side::kFlat}}, settings);
  ASSERT_EQ(simulation.trades.size(), 1u);
  EXPECT_EQ(simulation.trades[0].entry_price, 75);
  EXPECT_EQ(simulation.trades[0].exit_price, 250);
}

TEST(SimulatorTest, TheOtherSideReversesInOneMoment) {
  const auto bars = MakeFlatBars({100, 100, 50, 50, 50});
  SimulationSettings settings;
  settings.initial_cash = 1000;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {1, Side::kShort}}, settings);
  ASSERT_EQ(simulation.fills.size(), 3u);
  EXPECT_EQ(simulation.fills[0].units, 10);
  EXPECT_EQ(simulation.fills[1].units, -10);
  EXPECT_EQ(simulation.fills[1].bar, 2);
  // Sized from the 500 that the close left.
  EXPECT_EQ(simulation.fills[2].units, -10);
  EXPECT_EQ(simulation.fills[2].bar, 2);
  EXPECT_EQ(simulation.states.back().cash, 1000);
  EXPECT_EQ(simulation.states.back().units, -10);
}

TEST(SimulatorTest, ADecisionForTheSideHeldDoesNothing) {
  const auto bars = MakeFlatBars({100, 100, 110, 120, 130});
  const Simulation simulation = MustSimulate(
      *bars, {{0, Side::kLong}, {1, Side::kLong}, {2, Side::kLong}},
      TenUnits());
  EXPECT_THAT(FillBars(simulation), ElementsAre(1));
}

TEST(SimulatorTest, AForbiddenSideClosesThePosition) {
  const auto bars = MakeFlatBars({100, 100, 110, 120, 130, 140});
  const std::vector<Decision> decisions = {
      {0, Side::kLong}, {1, Side::kShort}, {2, Side::kLong}};
  SimulationSettings settings = TenUnits();
  settings.direction = Direction::kLongOnly;
  EXPECT_THAT(Reasons(MustSimulate(*bars, decisions, settings)),
              ElementsAre(OrderReason::kEntry, OrderReason::kSignal,
                          OrderReason::kEntry));
  settings.direction = Direction::kShortOnly;
  const Simulation shorts = MustSimulate(*bars, decisions, settings);
  EXPECT_THAT(FillBars(shorts), ElementsAre(2, 3));
  EXPECT_EQ(shorts.fills[0].units, -10);
}

TEST(SimulatorTest, TheOpenTradeIsMarkedAtTheLastClose) {
  const auto bars = FourBars();
  SimulationSettings settings = TenUnits();
  settings.commission = {Commission::Type::kFixed, 0, 3};
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.trades.size(), 1u);
  const Trade& trade = simulation.trades[0];
  EXPECT_TRUE(trade.open);
  EXPECT_EQ(trade.exit_bar, 3);
  EXPECT_EQ(trade.exit_price, 109);
  EXPECT_EQ(trade.commission, 3);
  EXPECT_EQ(trade.profit, 47);
  EXPECT_EQ(simulation.closed_trade_count(), 0u);
}

TEST(SimulatorTest, ADecisionOnTheLastBarStaysUnfilledWithNextOpen) {
  const auto bars = FourBars();
  const Simulation simulation =
      MustSimulate(*bars, {{3, Side::kLong}}, TenUnits());
  EXPECT_THAT(simulation.fills, IsEmpty());
  EXPECT_THAT(simulation.rejections, IsEmpty());
}

// ----- The end of the data.

TEST(SimulatorTest, CloseAtEndClosesAtTheLastOpenWithNextOpen) {
  const auto bars = FourBars();
  SimulationSettings settings = TenUnits();
  settings.close_at_end = true;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[1].decided_bar, 2);
  EXPECT_EQ(simulation.fills[1].bar, 3);
  EXPECT_EQ(simulation.fills[1].price, 111);
  EXPECT_EQ(simulation.fills[1].reason, OrderReason::kEndOfData);
  EXPECT_FALSE(simulation.trades[0].open);
}

TEST(SimulatorTest, CloseAtEndClosesAtTheLastCloseWithSameClose) {
  const auto bars = FourBars();
  SimulationSettings settings = TenUnits();
  settings.fill = FillMode::kSameClose;
  settings.close_at_end = true;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[1].bar, 3);
  EXPECT_EQ(simulation.fills[1].price, 109);
  EXPECT_EQ(simulation.fills[1].reason, OrderReason::kEndOfData);
}

TEST(SimulatorTest, NothingIsEnteredOnTheBarThatClosesAtTheEnd) {
  const auto bars = FourBars();
  for (const FillMode fill : {FillMode::kNextOpen, FillMode::kSameClose}) {
    SimulationSettings settings = TenUnits();
    settings.fill = fill;
    settings.close_at_end = true;
    const int64_t last_effective = fill == FillMode::kNextOpen ? 2 : 3;
    EXPECT_THAT(
        MustSimulate(*bars, {{last_effective, Side::kLong}}, settings).fills,
        IsEmpty());
    // The position is closed by the decision, which comes before the end.
    const Simulation reversed = MustSimulate(
        *bars, {{0, Side::kLong}, {last_effective, Side::kShort}}, settings);
    EXPECT_THAT(Reasons(reversed),
                ElementsAre(OrderReason::kEntry, OrderReason::kSignal));
    EXPECT_THAT(reversed.rejections, IsEmpty());
  }
}

TEST(SimulatorTest, CloseAtEndComesBeforeADecisionThatStaysUnfilled) {
  const auto bars = FourBars();
  SimulationSettings settings = TenUnits();
  settings.close_at_end = true;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {3, Side::kShort}}, settings);
  EXPECT_THAT(Reasons(simulation),
              ElementsAre(OrderReason::kEntry, OrderReason::kEndOfData));
}

TEST(SimulatorTest, ASeriesOfOneBarHasNoNextOpen) {
  const auto bars = MakeFlatBars({100});
  SimulationSettings settings = TenUnits();
  settings.close_at_end = true;
  EXPECT_THAT(MustSimulate(*bars, {{0, Side::kLong}}, settings).fills,
              IsEmpty());
  settings.fill = FillMode::kSameClose;
  EXPECT_THAT(MustSimulate(*bars, {{0, Side::kLong}}, settings).fills,
              IsEmpty());
  settings.close_at_end = false;
  EXPECT_THAT(FillBars(MustSimulate(*bars, {{0, Side::kLong}}, settings)),
              ElementsAre(0));
}

// ----- Stops, targets and the holding limit.

TEST(SimulatorTest, AStopIsCheckedFromTheEntryBarOnWithNextOpen) {
  const auto bars =
      MakeBars({{100, 100, 100, 100}, {100, 101, 70, 99}, {99, 100, 98, 99}});
  SimulationSettings settings = TenUnits();
  settings.stop_loss = 0.25;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[1].bar, 1);
  EXPECT_EQ(simulation.fills[1].decided_bar, 1);
  EXPECT_EQ(simulation.fills[1].price, 75);
  // One state for the bar with both fills.
  ASSERT_EQ(simulation.states.size(), 2u);
  EXPECT_EQ(simulation.states[1].cash, 9'750);
  EXPECT_EQ(simulation.states[1].units, 0);
}

TEST(SimulatorTest, AStopIsCheckedFromTheNextBarOnWithSameClose) {
  const auto bars =
      MakeBars({{100, 101, 70, 100}, {100, 102, 74, 99}, {99, 99, 99, 99}});
  SimulationSettings settings = TenUnits();
  settings.fill = FillMode::kSameClose;
  settings.stop_loss = 0.25;
  EXPECT_THAT(FillBars(MustSimulate(*bars, {{0, Side::kLong}}, settings)),
              ElementsAre(0, 1));
}

TEST(SimulatorTest, SlippageAppliesToStops) {
  const auto bars =
      MakeBars({{100, 100, 100, 100}, {100, 101, 60, 99}, {99, 100, 98, 99}});
  SimulationSettings settings = TenUnits();
  settings.slippage = {Slippage::Type::kPercent, 0.25};
  settings.stop_loss = 0.5;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  // Bought at 125, so the stop stands at 62.5 and sells at three quarters.
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[1].market_price, 62.5);
  EXPECT_EQ(simulation.fills[1].price, 46.875);
}

TEST(SimulatorTest, AfterAStopTheAccountStaysFlatUntilTheNextDecision) {
  const auto bars = MakeFlatBars({100, 100, 70, 70, 70, 70});
  SimulationSettings settings = TenUnits();
  settings.stop_loss = 0.25;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {3, Side::kLong}}, settings);
  EXPECT_THAT(FillBars(simulation), ElementsAre(1, 2, 4));
}

TEST(SimulatorTest, ADecisionAtTheCloseOfAStopBarEntersAgain) {
  const auto bars = MakeFlatBars({100, 100, 70, 70});
  SimulationSettings settings = TenUnits();
  settings.stop_loss = 0.25;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {2, Side::kLong}}, settings);
  EXPECT_THAT(FillBars(simulation), ElementsAre(1, 2, 3));
}

TEST(SimulatorTest, AnOrderAtTheOpenComesBeforeAStopInTheSameBar) {
  const auto bars = MakeBars({{100, 100, 100, 100},
                              {100, 100, 100, 100},
                              {90, 100, 60, 90},
                              {90, 90, 90, 90}});
  SimulationSettings settings = TenUnits();
  settings.stop_loss = 0.25;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {1, Side::kFlat}}, settings);
  ASSERT_EQ(simulation.fills.size(), 2u);
  EXPECT_EQ(simulation.fills[1].reason, OrderReason::kSignal);
  EXPECT_EQ(simulation.fills[1].price, 90);
}

TEST(SimulatorTest, AStopComesBeforeTheDecisionAtTheSameClose) {
  const auto bars =
      MakeBars({{100, 100, 100, 100}, {100, 100, 60, 90}, {90, 90, 90, 90}});
  SimulationSettings settings = TenUnits();
  settings.fill = FillMode::kSameClose;
  settings.stop_loss = 0.25;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}, {1, Side::kShort}}, settings);
  EXPECT_THAT(Reasons(simulation),
              ElementsAre(OrderReason::kEntry, OrderReason::kStopLoss,
                          OrderReason::kEntry));
}

TEST(SimulatorTest, TheHoldingLimitCountsFromFillToFill) {
  const auto bars = MakeFlatBars({100, 101, 102, 103, 104, 105});
  SimulationSettings settings = TenUnits();
  settings.max_holding_bars = 2;
  const Simulation at_open = MustSimulate(*bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(FillBars(at_open), ElementsAre(1, 3));
  EXPECT_EQ(at_open.fills[1].decided_bar, 2);
  EXPECT_EQ(at_open.fills[1].reason, OrderReason::kMaxHolding);
  settings.fill = FillMode::kSameClose;
  const Simulation at_close = MustSimulate(*bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(FillBars(at_close), ElementsAre(0, 2));
  EXPECT_EQ(at_close.fills[1].decided_bar, 2);
}

TEST(SimulatorTest, TheHoldingLimitCanFillOnTheLastBar) {
  const auto bars = MakeFlatBars({100, 101, 102, 103});
  for (const FillMode fill : {FillMode::kNextOpen, FillMode::kSameClose}) {
    SimulationSettings settings = TenUnits();
    settings.fill = fill;
    settings.max_holding_bars = fill == FillMode::kNextOpen ? 2 : 3;
    EXPECT_EQ(
        FillBars(MustSimulate(*bars, {{0, Side::kLong}}, settings)).back(), 3);
    ++*settings.max_holding_bars;
    EXPECT_EQ(MustSimulate(*bars, {{0, Side::kLong}}, settings).fills.size(),
              1u);
  }
}

TEST(SimulatorTest, TheLargestHoldingLimitIsNone) {
  const auto bars = MakeFlatBars({100, 101, 102, 103});
  SimulationSettings settings = TenUnits();
  settings.max_holding_bars = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(MustSimulate(*bars, {{0, Side::kLong}}, settings).fills.size(), 1u);
}

TEST(SimulatorTest, ADecisionComesBeforeTheHoldingLimitAtTheSameClose) {
  const auto bars = MakeFlatBars({100, 101, 102, 103, 104});
  SimulationSettings settings = TenUnits();
  settings.max_holding_bars = 2;
  EXPECT_THAT(Reasons(MustSimulate(*bars, {{0, Side::kLong}, {2, Side::kShort}},
                                   settings)),
              ElementsAre(OrderReason::kEntry, OrderReason::kSignal,
                          OrderReason::kEntry));
  // The side that is held is no news: the limit closes, and nothing follows.
  EXPECT_THAT(Reasons(MustSimulate(*bars, {{0, Side::kLong}, {2, Side::kLong}},
                                   settings)),
              ElementsAre(OrderReason::kEntry, OrderReason::kMaxHolding));
}

TEST(SimulatorTest, AStopBeforeTheHoldingLimitWins) {
  const auto bars = MakeFlatBars({100, 100, 70, 70, 70, 70});
  SimulationSettings settings = TenUnits();
  settings.stop_loss = 0.25;
  settings.max_holding_bars = 3;
  EXPECT_THAT(Reasons(MustSimulate(*bars, {{0, Side::kLong}}, settings)),
              ElementsAre(OrderReason::kEntry, OrderReason::kStopLoss));
}

// ----- What the account does not pay for.

TEST(SimulatorTest, RejectsAnEntryThatTheCashDoesNotPayFor) {
  const auto bars = MakeFlatBars({806.19, 806.19, 806.19});
  SimulationSettings settings;
  settings.initial_cash = 12.5;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  EXPECT_THAT(simulation.fills, IsEmpty());
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].bar, 1);
  EXPECT_EQ(simulation.rejections[0].side, Side::kLong);
  EXPECT_EQ(simulation.rejections[0].reason,
            "cash 12.50 does not pay for 1 unit at 806.19");
}

TEST(SimulatorTest, ARejectedReversalStillCloses) {
  const auto bars = MakeFlatBars({100, 100, 1100, 1100});
  SimulationSettings settings;
  settings.initial_cash = 1000;
  // Ten units short at 100 lose 10,000 at 1,100.
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kShort}, {1, Side::kLong}}, settings);
  EXPECT_THAT(Reasons(simulation),
              ElementsAre(OrderReason::kEntry, OrderReason::kSignal));
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.states.back().cash, -9'000);
  EXPECT_EQ(simulation.rejections[0].reason,
            "cash -9000.00 does not pay for 1 unit at 1100");
}

TEST(SimulatorTest, AShortSaleNeedsEquityForItsNotional) {
  const auto bars = MakeFlatBars({100, 100, 100});
  SimulationSettings settings = TenUnits();
  settings.commission = {Commission::Type::kFixed, 0, 5};
  settings.initial_cash = 1005;
  EXPECT_EQ(MustSimulate(*bars, {{0, Side::kShort}}, settings).fills.size(),
            1u);
  settings.initial_cash = 1004;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kShort}}, settings);
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].reason,
            "equity 1004.00 does not cover a short sale of 10 units at 100 and "
            "5.00 commission");
}

TEST(SimulatorTest, TheReasonNamesTheShareOfTheEquity) {
  const auto bars = MakeFlatBars({100, 100, 100});
  SimulationSettings settings;
  settings.initial_cash = 900;
  settings.sizing.percent = 10;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].reason,
            "10 % of the equity, 90.00, does not pay for 1 unit at 100");
}

TEST(SimulatorTest, LessThanOneWholeUnitIsRejected) {
  const auto bars = MakeFlatBars({100, 100, 100});
  SimulationSettings settings;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 0.5};
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kLong}}, settings);
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].reason,
            "0.5 units are less than one whole unit");
}

TEST(SimulatorTest, FractionalUnitsNeedAnyMoneyAtAll) {
  const auto bars = MakeFlatBars({100, 100, 1100, 1100});
  SimulationSettings settings;
  settings.units = Units::kFractional;
  settings.initial_cash = 1000;
  const Simulation simulation =
      MustSimulate(*bars, {{0, Side::kShort}, {1, Side::kLong}}, settings);
  ASSERT_EQ(simulation.rejections.size(), 1u);
  EXPECT_EQ(simulation.rejections[0].reason,
            "cash -9000.00 does not pay for a position");
}

// ----- What is refused.

TEST(SimulatorTest, RefusesDecisionsOutOfOrder) {
  const auto bars = FourBars();
  for (const std::vector<Decision>& decisions :
       {std::vector<Decision>{{2, Side::kLong}, {1, Side::kShort}},
        std::vector<Decision>{{1, Side::kLong}, {1, Side::kShort}},
        std::vector<Decision>{{-1, Side::kLong}},
        std::vector<Decision>{{4, Side::kLong}}}) {
    EXPECT_EQ(Simulate(*bars, decisions, TenUnits(), {}).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(SimulatorTest, EndsWhenItIsToldToStop) {
  const auto bars = FourBars();
  std::stop_source source;
  source.request_stop();
  for (const std::vector<Decision>& decisions :
       {std::vector<Decision>{}, std::vector<Decision>{{1, Side::kLong}}}) {
    EXPECT_EQ(Simulate(*bars, decisions, TenUnits(), source.get_token())
                  .status()
                  .code(),
              absl::StatusCode::kCancelled);
  }
}

}  // namespace
}  // namespace admf
