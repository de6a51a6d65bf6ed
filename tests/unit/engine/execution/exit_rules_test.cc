#include "engine/execution/exit_rules.h"

#include <memory>
#include <optional>

#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

SimulationSettings Rules(std::optional<double> stop_loss,
                         std::optional<double> take_profit,
                         std::optional<double> trailing_stop) {
  SimulationSettings settings;
  settings.stop_loss = stop_loss;
  settings.take_profit = take_profit;
  settings.trailing_stop = trailing_stop;
  return settings;
}

/// The exit of a position at `price` that is checked against all bars.
std::optional<ExitRules::Exit> FindExit(const SimulationSettings& settings,
                                        double units, double price,
                                        const std::vector<Prices>& prices) {
  const auto bars = MakeBars(prices);
  ExitRules rules(settings);
  rules.Enter(units, price);
  return rules.Find(*bars, 0, static_cast<int64_t>(bars->size()));
}

void ExpectExit(const std::optional<ExitRules::Exit>& exit, int64_t bar,
                double price, OrderReason reason) {
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->bar, bar);
  EXPECT_EQ(exit->market_price, price);
  EXPECT_EQ(exit->reason, reason);
}

constexpr double kLong = 1;
constexpr double kShort = -1;

// Fractions are powers of two, so that levels are exact.

TEST(ExitRulesTest, WithoutRulesNothingIsHit) {
  EXPECT_FALSE(FindExit(Rules({}, {}, {}), kLong, 100, {{100, 900, 1, 50}}));
}

TEST(ExitRulesTest, StopOfALongIsHitAtItsLevel) {
  ExpectExit(FindExit(Rules(0.25, {}, {}), kLong, 100,
                      {{100, 110, 75.5, 90}, {90, 95, 75, 80}}),
             1, 75, OrderReason::kStopLoss);
}

TEST(ExitRulesTest, StopOfAShortIsHitAtItsLevel) {
  ExpectExit(FindExit(Rules(0.25, {}, {}), kShort, 100,
                      {{100, 124.5, 90, 110}, {110, 125, 105, 120}}),
             1, 125, OrderReason::kStopLoss);
}

TEST(ExitRulesTest, TargetOfALongIsHitAtItsLevel) {
  ExpectExit(FindExit(Rules({}, 0.25, {}), kLong, 100,
                      {{100, 124.5, 90, 110}, {110, 125, 105, 120}}),
             1, 125, OrderReason::kTakeProfit);
}

TEST(ExitRulesTest, TargetOfAShortIsHitAtItsLevel) {
  ExpectExit(FindExit(Rules({}, 0.25, {}), kShort, 100,
                      {{100, 110, 75.5, 90}, {90, 95, 75, 80}}),
             1, 75, OrderReason::kTakeProfit);
}

TEST(ExitRulesTest, AGapThroughAStopFillsAtTheOpen) {
  ExpectExit(FindExit(Rules(0.25, {}, {}), kLong, 100,
                      {{100, 110, 90, 95}, {60, 80, 50, 70}}),
             1, 60, OrderReason::kStopLoss);
  ExpectExit(FindExit(Rules(0.25, {}, {}), kShort, 100,
                      {{100, 110, 90, 95}, {140, 150, 120, 130}}),
             1, 140, OrderReason::kStopLoss);
}

TEST(ExitRulesTest, AGapThroughATargetFillsAtTheOpen) {
  ExpectExit(FindExit(Rules({}, 0.25, {}), kLong, 100,
                      {{100, 110, 90, 95}, {140, 150, 120, 130}}),
             1, 140, OrderReason::kTakeProfit);
  ExpectExit(FindExit(Rules({}, 0.25, {}), kShort, 100,
                      {{100, 110, 90, 95}, {60, 80, 50, 70}}),
             1, 60, OrderReason::kTakeProfit);
}

TEST(ExitRulesTest, AStopIsHitBeforeATargetInTheSameBar) {
  ExpectExit(FindExit(Rules(0.25, 0.25, {}), kLong, 100, {{100, 130, 70, 100}}),
             0, 75, OrderReason::kStopLoss);
  ExpectExit(
      FindExit(Rules(0.25, 0.25, {}), kShort, 100, {{100, 130, 70, 100}}), 0,
      125, OrderReason::kStopLoss);
}

TEST(ExitRulesTest, AnOpenBeyondTheTargetComesBeforeTheStop) {
  ExpectExit(FindExit(Rules(0.25, 0.25, {}), kLong, 100, {{130, 140, 70, 100}}),
             0, 130, OrderReason::kTakeProfit);
}

TEST(ExitRulesTest, TrailingStopBeginsAtTheEntryPrice) {
  ExpectExit(FindExit(Rules({}, {}, 0.25), kLong, 100, {{90, 95, 75, 80}}), 0,
             75, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, TrailingStopFollowsTheHighOfALong) {
  // The best price is 200 after bar 0, so the level is 150 from bar 1 on.
  ExpectExit(
      FindExit(
          Rules({}, {}, 0.25), kLong, 100,
          {{100, 200, 90, 190}, {190, 195, 151, 160}, {160, 165, 150, 155}}),
      2, 150, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, TrailingStopFollowsTheLowOfAShort) {
  ExpectExit(FindExit(Rules({}, {}, 0.25), kShort, 100,
                      {{100, 110, 40, 45}, {45, 49, 42, 48}, {48, 50, 45, 46}}),
             2, 50, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, TheHighOfABarDoesNotRaiseTheStopInThatBar) {
  // With the high of 200 the level would be 150, above the low of 90.
  EXPECT_FALSE(
      FindExit(Rules({}, {}, 0.25), kLong, 100, {{100, 200, 90, 190}}));
}

TEST(ExitRulesTest, TrailingStopNeverFallsBack) {
  ExpectExit(
      FindExit(
          Rules({}, {}, 0.5), kLong, 100,
          {{120, 200, 110, 150}, {150, 160, 120, 140}, {140, 150, 100, 120}}),
      2, 100, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, TheNearerOfStopAndTrailingStopIsHit) {
  const SimulationSettings settings = Rules(0.25, {}, 0.5);
  // At the entry: stop 75, trailing stop 50.
  ExpectExit(FindExit(settings, kLong, 100, {{100, 110, 40, 50}}), 0, 75,
             OrderReason::kStopLoss);
  // After a high of 200: stop 75, trailing stop 100.
  ExpectExit(
      FindExit(settings, kLong, 100, {{100, 200, 90, 190}, {190, 195, 60, 70}}),
      1, 100, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, TrailingStopIsHitBeforeATarget) {
  ExpectExit(FindExit(Rules({}, 1.0, 0.25), kLong, 100, {{100, 250, 70, 80}}),
             0, 75, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, ATargetAboveTheWholePriceOfAShortIsNeverHit) {
  EXPECT_FALSE(FindExit(Rules({}, 1.5, {}), kShort, 100, {{50, 60, 0.01, 1}}));
}

TEST(ExitRulesTest, RangesAddUp) {
  const auto bars = MakeBars(
      {{100, 200, 90, 190}, {190, 195, 151, 160}, {160, 165, 150, 155}});
  ExitRules rules(Rules({}, {}, 0.25));
  rules.Enter(kLong, 100);
  EXPECT_FALSE(rules.Find(*bars, 0, 1));
  EXPECT_FALSE(rules.Find(*bars, 1, 2));
  ExpectExit(rules.Find(*bars, 2, 3), 2, 150, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, EnteringStartsOver) {
  const auto bars = MakeBars({{100, 200, 90, 190}, {190, 195, 151, 160}});
  ExitRules rules(Rules({}, {}, 0.25));
  rules.Enter(kLong, 100);
  EXPECT_FALSE(rules.Find(*bars, 0, 1));
  // A new position at 190 has its stop at 142.5, not at 150 of the old one.
  rules.Enter(kLong, 190);
  EXPECT_FALSE(rules.Find(*bars, 1, 2));
}

/// The exit in a bar inside which a position was entered at 100, at its level.
std::optional<ExitRules::Exit> FindAfterEntry(
    const SimulationSettings& settings, double units, const Prices& prices) {
  const auto bars = MakeBars({prices});
  ExitRules rules(settings);
  rules.Enter(units, 100);
  return rules.FindAfterEntry(*bars, 0, /*entered_at=*/100,
                              /*extreme_followed=*/false);
}

TEST(ExitRulesTest, AfterAnEntryInsideABarTheAdverseExtremeCounts) {
  const SimulationSettings stop = Rules(0.1, std::nullopt, std::nullopt);
  ExpectExit(FindAfterEntry(stop, kLong, {95, 105, 90, 104}), 0, 90,
             OrderReason::kStopLoss);
  EXPECT_FALSE(FindAfterEntry(stop, kLong, {95, 105, 91, 104}));
  ExpectExit(FindAfterEntry(stop, -kLong, {105, 111, 95, 96}), 0,
             100 * (1 + 0.1), OrderReason::kStopLoss);
}

TEST(ExitRulesTest, AfterAnEntryInsideABarOnlyTheCloseReachesATarget) {
  const SimulationSettings target = Rules(std::nullopt, 0.25, std::nullopt);
  EXPECT_FALSE(FindAfterEntry(target, kLong, {95, 200, 90, 124}));
  ExpectExit(FindAfterEntry(target, kLong, {95, 200, 90, 125}), 0, 125,
             OrderReason::kTakeProfit);
  // The stop comes first.
  ExpectExit(FindAfterEntry(Rules(0.25, 0.25, std::nullopt), kLong,
                            {95, 200, 75, 125}),
             0, 75, OrderReason::kStopLoss);
}

TEST(ExitRulesTest, AfterAnEntryInsideABarTheTrailFollowsTheClose) {
  // The high of 200 may have been before the entry: the next bar's trail is
  // half of 120.
  const auto bars = MakeBars({{95, 200, 90, 120}, {120, 120, 60, 70}});
  ExitRules rules(Rules(std::nullopt, std::nullopt, 0.5));
  rules.Enter(kLong, 100);
  EXPECT_FALSE(rules.FindAfterEntry(*bars, 0, 100, false));
  ExpectExit(rules.Find(*bars, 1, 2), 1, 60, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, AfterAnEntryOnTheWayToTheExtremeTheTrailFollowsThat) {
  // Half of 200, which the next bar's open of 120 is above.
  const auto bars = MakeBars({{95, 200, 90, 120}, {120, 120, 60, 70}});
  ExitRules rules(Rules(std::nullopt, std::nullopt, 0.5));
  rules.Enter(kLong, 100);
  EXPECT_FALSE(rules.FindAfterEntry(*bars, 0, 100, true));
  ExpectExit(rules.Find(*bars, 1, 2), 1, 100, OrderReason::kTrailingStop);
  // A short's, half above 60.
  const auto falls = MakeBars({{105, 110, 60, 90}, {85, 95, 80, 82}});
  rules.Enter(-kLong, 100);
  EXPECT_FALSE(rules.FindAfterEntry(*falls, 0, 100, true));
  ExpectExit(rules.Find(*falls, 1, 2), 1, 90, OrderReason::kTrailingStop);
}

TEST(ExitRulesTest, AMeanPriceMovesStopAndTarget) {
  ExitRules rules(Rules(0.25, 0.5, std::nullopt));
  rules.Enter(kLong, 100);
  rules.Reprice(80);
  EXPECT_EQ(rules.stop(), 60);
  EXPECT_EQ(rules.target(), 120);
}

}  // namespace
}  // namespace admf
