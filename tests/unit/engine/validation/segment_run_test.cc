#include "engine/validation/segment_run.h"

#include <stop_token>
#include <vector>

#include "engine/broker/run_decisions.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

constexpr Side kLong = Side::kLong;
constexpr Side kFlat = Side::kFlat;

SimulationSettings AtTheClose() {
  SimulationSettings settings = TenUnitsEach();
  settings.fill = FillMode::kSameClose;
  return settings;
}

SegmentRun MustRun(const std::shared_ptr<const BarSeries>& bars,
                   const std::vector<Decision>& decisions,
                   const std::vector<BarRange>& ranges,
                   const SimulationSettings& settings, double multiplier = 1) {
  auto run = RunSegments(bars, decisions, ranges, settings, multiplier,
                         std::stop_token());
  CHECK(run.ok());
  return *std::move(run);
}

TEST(SegmentRunTest, TradesInTheRangesOnly) {
  const auto bars =
      MakeFlatDays("TEST", {100, 110, 120, 130, 140, 150, 160, 170});
  // Long from bar 0 on. Ranges of bars 1, 2, 3 and 6, 7.
  const SegmentRun run =
      MustRun(bars, {{0, kLong}}, {{1, 4}, {6, 8}}, AtTheClose());

  ASSERT_EQ(run.bars->size(), 5);
  EXPECT_EQ(run.bars->close()[3], 160);
  EXPECT_EQ(run.bars->time_us()[3], 6 * kTestDay);
  // Bought at 110 and sold at 130; bought at 160 and sold at 170.
  ASSERT_EQ(run.simulation.trades.size(), 2);
  EXPECT_EQ(run.simulation.trades[0].entry_bar, 0);
  EXPECT_EQ(run.simulation.trades[0].exit_bar, 2);
  EXPECT_EQ(run.simulation.trades[0].profit, 200);
  EXPECT_EQ(run.simulation.trades[1].entry_bar, 3);
  EXPECT_EQ(run.simulation.trades[1].exit_bar, 4);
  EXPECT_EQ(run.simulation.trades[1].profit, 100);
  EXPECT_EQ(run.simulation.trades[1].exit_reason, OrderReason::kEndOfData);
  EXPECT_EQ(run.simulation.states.back().cash, 10'300);
  EXPECT_EQ(run.simulation.states.back().units, 0);
}

TEST(SegmentRunTest, BeginsWithTheSideThatTheStrategyStandsOn) {
  const auto bars = MakeFlatDays("TEST", {100, 100, 100, 100, 100, 100});
  const std::vector<Decision> decisions = {{0, kLong}, {2, kFlat}, {4, kLong}};
  // At bar 1 it is long, at 2 and 3 flat, and at 4 it becomes long.
  EXPECT_EQ(
      MustRun(bars, decisions, {{1, 3}}, AtTheClose()).simulation.trades.size(),
      1);
  EXPECT_TRUE(MustRun(bars, decisions, {{2, 4}}, AtTheClose())
                  .simulation.fills.empty());
  EXPECT_TRUE(MustRun(bars, decisions, {{3, 4}}, AtTheClose())
                  .simulation.fills.empty());
  EXPECT_EQ(
      MustRun(bars, decisions, {{4, 6}}, AtTheClose()).simulation.fills[0].bar,
      0);
}

TEST(SegmentRunTest, TheNextRangeHasTheMoneyThatIsLeft) {
  const auto bars = MakeFlatDays("TEST", {100, 200, 50, 100});
  SimulationSettings settings = AtTheClose();
  settings.sizing.type = Sizing::Type::kPercentEquity;
  settings.initial_cash = 1'000;
  const SegmentRun run =
      MustRun(bars, {{0, kLong}}, {{0, 2}, {2, 4}}, settings);
  // Doubled with 10 units, then with the 40 that 2,000 pays for.
  EXPECT_EQ(run.simulation.fills[2].units, 40);
  EXPECT_EQ(run.simulation.states.back().cash, 4'000);
  EXPECT_EQ(run.simulation.states.front().cash, 1'000 - 10 * 100);
}

TEST(SegmentRunTest, FillsAtTheNextOpenAreInsideTheRange) {
  const auto bars = MakeFlatDays("TEST", {100, 110, 120, 130, 140, 150});
  SimulationSettings settings = TenUnitsEach();
  const SegmentRun run = MustRun(bars, {{0, kLong}}, {{1, 4}}, settings);
  // Decided at bar 1, bought at bar 2's open, sold at the last one's.
  ASSERT_EQ(run.simulation.fills.size(), 2);
  EXPECT_EQ(run.simulation.fills[0].decided_bar, 0);
  EXPECT_EQ(run.simulation.fills[0].price, 120);
  EXPECT_EQ(run.simulation.fills[1].price, 130);
}

TEST(SegmentRunTest, SizesKnowTheBarsBeforeTheRange) {
  // Ranges of 20 a bar until bar 5, of 2 after it.
  std::vector<TestBar> days(6, {100, 110, 90, 100});
  days.resize(12, {100, 101, 99, 100});
  const auto bars = MakeDays("TEST", days);
  SimulationSettings settings = AtTheClose();
  settings.sizing = {.type = Sizing::Type::kAtrRisk,
                     .period = 4,
                     .risk = 0.01,
                     .atr_multiple = 1};
  const SegmentRun run = MustRun(bars, {{0, kLong}}, {{7, 12}}, settings);
  // Wilder: 20 at bar 5, (3 x 20 + 2) / 4 = 15.5 at 6, 12.125 at 7: a hundredth
  // of 10,000 by that, in whole units.
  ASSERT_FALSE(run.simulation.fills.empty());
  EXPECT_EQ(run.simulation.fills[0].bar, 0);
  EXPECT_EQ(run.simulation.fills[0].units, 8);
  EXPECT_EQ(run.simulation.states.size(), 2);
  EXPECT_EQ(run.simulation.states[0].bar, 0);
  EXPECT_EQ(run.simulation.states[1].bar, 4);
}

TEST(SegmentRunTest, WhatCouldNotBeSoldIsValuedAtTheEndOfItsRange) {
  // Ten units are bought; the volume of the range's last bar lets one be sold.
  const auto bars = MakeDays("TEST", {{100, 100, 100, 100, 1000},
                                      {110, 110, 110, 110, 10},
                                      {500, 500, 500, 500, 1000},
                                      {510, 510, 510, 510, 1000}});
  SimulationSettings settings = AtTheClose();
  settings.volume_limit = 0.1;
  const SegmentRun run =
      MustRun(bars, {{0, kLong}}, {{0, 2}, {2, 4}}, settings);
  ASSERT_EQ(run.simulation.trades.size(), 2);
  EXPECT_FALSE(run.simulation.trades[0].open);
  EXPECT_EQ(run.simulation.trades[0].exit_bar, 1);
  EXPECT_EQ(run.simulation.trades[0].profit, 100);
  // The next range begins flat with 10,100 and buys ten at 500.
  EXPECT_EQ(run.simulation.states.back().cash, 10'200);
  EXPECT_EQ(run.simulation.states.back().units, 0);
}

TEST(SegmentRunTest, NothingIsTradedOnceNothingIsLeft) {
  const auto bars = MakeFlatDays("TEST", {100, 300, 100, 100, 100});
  SimulationSettings settings = AtTheClose();
  settings.initial_cash = 1'000;
  // Ten units short at 100, bought back at 300.
  const SegmentRun run =
      MustRun(bars, {{0, Side::kShort}}, {{0, 2}, {2, 5}}, settings);
  EXPECT_EQ(run.simulation.trades.size(), 1);
  EXPECT_EQ(run.simulation.states.back().cash, -1'000);
  EXPECT_EQ(run.bars->size(), 5);
}

TEST(SegmentRunTest, CountsMoneyInContracts) {
  const auto bars = MakeFlatDays("TEST", {100, 101, 102, 103});
  SimulationSettings settings = AtTheClose();
  settings.sizing.units = 1;
  const SegmentRun run =
      MustRun(bars, {{0, kLong}}, {{0, 2}, {2, 4}}, settings, 50);
  EXPECT_EQ(run.simulation.multiplier, 50);
  EXPECT_EQ(run.simulation.trades[0].profit, 50);
  EXPECT_EQ(run.simulation.states.back().cash, 10'100);
}

TEST(SegmentRunTest, PreparedRangesServeManyRuns) {
  const auto bars = MakeFlatDays("TEST", {100, 110, 120, 130, 140, 150});
  const std::vector<BarRange> ranges = {{0, 2}, {3, 5}};
  const auto segmented = SegmentedBars::Create(bars, ranges);
  ASSERT_TRUE(segmented.ok());
  for (const Side side : {Side::kLong, Side::kShort}) {
    const std::vector<Decision> decisions = {{0, side}};
    const auto run = RunSegments(*segmented, decisions, AtTheClose(), 1, {});
    ASSERT_TRUE(run.ok());
    EXPECT_EQ(run->bars, segmented->joined());
    // Ten units, and ten more money a bar in each range.
    EXPECT_EQ(run->simulation.states.back().cash,
              side == Side::kLong ? 10'200 : 9'800);
  }
}

TEST(SegmentRunTest, EachRangeMayHaveAPlanOfItsOwn) {
  const auto bars = MakeFlatDays("TEST", {100, 110, 120, 130, 140, 150});
  const std::vector<BarRange> ranges = {{0, 2}, {3, 5}};
  const auto segmented = SegmentedBars::Create(bars, ranges);
  ASSERT_TRUE(segmented.ok());
  const std::vector<Decision> up = {{0, kLong}};
  const std::vector<Decision> down = {{2, Side::kShort}};
  const SimulationSettings ten = AtTheClose();
  SimulationSettings twenty = AtTheClose();
  twenty.sizing.units = 20;
  // What only the first one's initial cash says.
  twenty.initial_cash = 1;
  const std::vector<SegmentPlan> plans = {{up, &ten}, {down, &twenty}};
  const auto run = RunSegments(*segmented, plans, 1, {});
  ASSERT_TRUE(run.ok());
  // Ten units from 100 to 110, then twenty short from 130 to 140.
  ASSERT_EQ(run->simulation.trades.size(), 2);
  EXPECT_EQ(run->simulation.trades[0].profit, 100);
  EXPECT_EQ(run->simulation.trades[1].profit, -200);
  EXPECT_EQ(run->simulation.states.back().cash, 9'900);

  EXPECT_THAT(
      RunSegments(*segmented, {plans.data(), 1}, 1, {}).status().message(),
      HasSubstr("1 plans for 2 ranges"));
}

TEST(SegmentRunTest, RefusesRangesThatAreNone) {
  const auto bars = MakeFlatDays("TEST", {100, 100, 100});
  const std::vector<std::vector<BarRange>> bad = {
      {}, {{0, 0}}, {{-1, 2}}, {{0, 4}}, {{0, 2}, {1, 3}}, {{2, 3}, {0, 1}}};
  for (const auto& ranges : bad) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        RunSegments(bars, {}, ranges, {}, 1, {}).status()));
  }
  const BarRange all = {0, 3};
  const std::vector<Decision> unordered = {{1, kLong}, {1, kFlat}};
  EXPECT_THAT(
      RunSegments(bars, unordered, {&all, 1}, {}, 1, {}).status().message(),
      HasSubstr("in order"));
}

TEST(SegmentRunTest, CanBeCancelled) {
  const auto bars = MakeFlatDays("TEST", {100, 100, 100});
  std::stop_source source;
  source.request_stop();
  const BarRange all = {0, 3};
  EXPECT_TRUE(absl::IsCancelled(
      RunSegments(bars, {}, {&all, 1}, {}, 1, source.get_token()).status()));
}

}  // namespace
}  // namespace admf
