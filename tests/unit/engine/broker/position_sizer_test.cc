#include "engine/broker/position_sizer.h"

#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sizes a long at 50 for an account of 10,000.
EntrySize SizeAt50(const SimulationSettings& settings, double figure = 0,
                   double weight = 1, double buying_power = 10'000,
                   double multiplier = 1) {
  const TradingCosts costs(settings, multiplier);
  const Quote quote = {.market_price = 50, .buy = true, .volume = 100};
  return SizeEntry(settings, {.costs = costs,
                              .quote = quote,
                              .side = Side::kLong,
                              .equity = 10'000,
                              .weight = weight,
                              .buying_power = buying_power,
                              .month_units = 0,
                              .figure = figure});
}

SimulationSettings With(Sizing sizing) {
  SimulationSettings settings;
  settings.sizing = sizing;
  return settings;
}

TEST(PositionSizerTest, PercentEquityIsOfTheSymbolsWeight) {
  const SimulationSettings settings =
      With({.type = Sizing::Type::kPercentEquity, .percent = 50});
  EXPECT_EQ(SizeAt50(settings).units, 100);
  EXPECT_EQ(SizeAt50(settings, 0, 0.25).units, 25);
}

TEST(PositionSizerTest, SharesAreCutDownToTheBuyingPower) {
  const EntrySize size = SizeAt50(
      With({.type = Sizing::Type::kPercentEquity, .percent = 50}), 0, 1, 1'020);
  EXPECT_EQ(size.units, 20);
  EXPECT_EQ(size.note, "cut down to the buying power, 1020.00");
}

TEST(PositionSizerTest, FixedUnitsAreAllOrNothing) {
  const SimulationSettings settings =
      With({.type = Sizing::Type::kFixedUnits, .units = 12.5});
  EXPECT_EQ(SizeAt50(settings).units, 12);
  EXPECT_EQ(SizeAt50(settings, 0, 1, 600).units, 12);
  const EntrySize size = SizeAt50(settings, 0, 1, 599);
  EXPECT_EQ(size.units, 0);
  EXPECT_EQ(size.note,
            "12 units take 600.00, more than the buying power, "
            "599.00");
}

TEST(PositionSizerTest, FixedCashBuysWhatItPaysFor) {
  SimulationSettings settings =
      With({.type = Sizing::Type::kFixedCash, .cash = 1'024});
  EXPECT_EQ(SizeAt50(settings).units, 20);
  EXPECT_EQ(SizeAt50(settings, 0, 1, 999).units, 0);
  settings.sizing.cash = 49;
  EXPECT_EQ(SizeAt50(settings).note,
            "49.00 of money for the position does not pay for 1 unit at 50, "
            "which takes 50.00");
  settings.units = Units::kFractional;
  EXPECT_DOUBLE_EQ(SizeAt50(settings).units, 0.98);
}

TEST(PositionSizerTest, VolatilityTargetScalesTheExposure) {
  const SimulationSettings settings =
      With({.type = Sizing::Type::kVolatilityTarget,
            .target_volatility = 0.1,
            .period = 20});
  // 10 % of 40 %: a quarter of the equity.
  EXPECT_EQ(SizeAt50(settings, 0.4).units, 50);
  // Twice the equity would be needed.
  EXPECT_EQ(SizeAt50(settings, 0.05).units, 200);
  EXPECT_EQ(SizeAt50(settings, kNaN).note,
            "there are fewer than 20 returns before it");
  EXPECT_EQ(SizeAt50(settings, 0).note, "the volatility is 0");
}

TEST(PositionSizerTest, KellyTakesAPartOfTheFraction) {
  const SimulationSettings settings = With(
      {.type = Sizing::Type::kKellyFraction, .percent = 10, .fraction = 0.5});
  EXPECT_EQ(SizeAt50(settings, 0.4).units, 40);
  // Not enough trades: as percent_equity.
  EXPECT_EQ(SizeAt50(settings, kNaN).units, 20);
  EXPECT_EQ(SizeAt50(settings, -0.1).note,
            "Kelly's fraction of the trades so far is -0.1000, not above 0");
}

TEST(PositionSizerTest, AtrRiskLosesTheRiskInItsMultiple) {
  const SimulationSettings settings = With({.type = Sizing::Type::kAtrRisk,
                                            .period = 14,
                                            .risk = 0.01,
                                            .atr_multiple = 2});
  // 100 of money by 2 x 1.25.
  EXPECT_EQ(SizeAt50(settings, 1.25).units, 40);
  EXPECT_EQ(SizeAt50(settings, 1.25, 1, 10'000, 4).units, 10);
  EXPECT_EQ(SizeAt50(settings, 0.1).units, 200);
  EXPECT_EQ(SizeAt50(settings, 80).note,
            "the rule asks for less than one whole unit");
  EXPECT_EQ(SizeAt50(settings, kNaN).note,
            "there are fewer than 14 bars for its average true range");
}

TEST(PositionSizerTest, APositionIsNoMoreThanItsLimit) {
  SimulationSettings settings = With({});
  settings.max_position = 0.3;
  const EntrySize size = SizeAt50(settings);
  EXPECT_EQ(size.units, 60);
  EXPECT_EQ(size.note, "cut down to max_position, 3000.00");
  settings.sizing = {.type = Sizing::Type::kFixedUnits, .units = 61};
  EXPECT_EQ(SizeAt50(settings).units, 0);
}

TEST(TradeOutcomesTest, NothingButLossesLeavesNothingToBet) {
  TradeOutcomes outcomes;
  for (int i = 0; i < 19; ++i) outcomes.Add(-0.01);
  EXPECT_FALSE(outcomes.KellyFraction(20).has_value());
  outcomes.Add(-0.01);
  EXPECT_EQ(outcomes.KellyFraction(20), 0);
}

TEST(TradeOutcomesTest, KellyFractionFromWinsAndLosses) {
  TradeOutcomes outcomes;
  EXPECT_FALSE(outcomes.KellyFraction(1).has_value());
  outcomes.Add(0.25);
  // No losses to compare with.
  EXPECT_FALSE(outcomes.KellyFraction(1).has_value());
  outcomes.Add(0.125);
  outcomes.Add(0.375);
  outcomes.Add(-0.125);
  EXPECT_FALSE(outcomes.KellyFraction(5).has_value());
  // Three of four win twice what is lost: 3/4 - 1/4 / 2.
  EXPECT_EQ(outcomes.KellyFraction(4), 0.625);
}

}  // namespace
}  // namespace admf
