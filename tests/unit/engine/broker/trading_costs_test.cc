#include "engine/broker/trading_costs.h"

#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

Quote Buy(double price, double volume = 0) {
  return {.market_price = price, .buy = true, .volume = volume};
}
Quote Sell(double price, double volume = 0) {
  return {.market_price = price, .buy = false, .volume = volume};
}

TEST(TradingCostsTest, FixedSlippageIsMoneyPerUnit) {
  SimulationSettings settings;
  settings.slippage = {.type = Slippage::Type::kFixed, .amount = 0.25};
  const TradingCosts costs(settings, 1);
  EXPECT_EQ(costs.Price(Buy(100), 10), 100.25);
  EXPECT_EQ(costs.Price(Sell(100), 10), 99.75);
  // A price never falls below zero.
  EXPECT_EQ(costs.Price(Sell(0.125), 10), 0);
}

TEST(TradingCostsTest, HalfOfTheSpreadIsOnEachSide) {
  SimulationSettings settings;
  settings.spread = 0.02;
  settings.slippage = {.type = Slippage::Type::kPercent, .rate = 0.25};
  const TradingCosts costs(settings, 1);
  EXPECT_DOUBLE_EQ(costs.Price(Buy(100), 1), 126);
  EXPECT_DOUBLE_EQ(costs.Price(Sell(100), 1), 74);
}

TEST(TradingCostsTest, ImpactFollowsTheShareOfTheVolume) {
  SimulationSettings settings;
  settings.slippage = {.type = Slippage::Type::kVolumeImpact,
                       .coefficient = 0.1,
                       .exponent = 0.5};
  const TradingCosts costs(settings, 1);
  // A quarter of the volume: 10 % x 1/2.
  EXPECT_DOUBLE_EQ(costs.Price(Buy(100, 1000), 250), 105);
  EXPECT_DOUBLE_EQ(costs.Price(Sell(100, 1000), 250), 95);
  // All of it, and more than there is: 10 %.
  EXPECT_DOUBLE_EQ(costs.Price(Buy(100, 1000), 1000), 110);
  EXPECT_DOUBLE_EQ(costs.Price(Buy(100, 1000), 5000), 110);
  EXPECT_DOUBLE_EQ(costs.Price(Buy(100, 0), 1), 110);
}

TEST(TradingCostsTest, ALimitIsNotPassed) {
  SimulationSettings settings;
  settings.slippage = {.type = Slippage::Type::kFixed, .amount = 2};
  const TradingCosts costs(settings, 1);
  Quote buy = Buy(99);
  buy.limit = 100;
  EXPECT_EQ(costs.Price(buy, 1), 100);
  buy.limit = 101.5;
  EXPECT_EQ(costs.Price(buy, 1), 101);
  Quote sell = Sell(101);
  sell.limit = 100;
  EXPECT_EQ(costs.Price(sell, 1), 100);
}

TEST(TradingCostsTest, PerShareHasALeastAndAMost) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kPerShare,
                         .amount = 0.005,
                         .minimum = 1,
                         .maximum_rate = 0.01};
  const TradingCosts costs(settings, 1);
  EXPECT_DOUBLE_EQ(costs.CommissionOf(1000, 20, 0), 5);
  EXPECT_DOUBLE_EQ(costs.CommissionOf(100, 20, 0), 1);
  // 1 % of 1000 x 0.20 and of 10 x 5, which is less than the least.
  EXPECT_DOUBLE_EQ(costs.CommissionOf(1000, 0.2, 0), 2);
  EXPECT_DOUBLE_EQ(costs.CommissionOf(10, 5, 0), 0.5);
}

TEST(TradingCostsTest, EveryUnitPaysItsTier) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kTiered,
                         .tiers = {{0, 0.5}, {100, 0.25}, {300, 0.125}}};
  const TradingCosts costs(settings, 1);
  EXPECT_EQ(costs.CommissionOf(100, 10, 0), 50);
  EXPECT_EQ(costs.CommissionOf(10, 10, 100), 2.5);
  // 50 x 0.5 + 200 x 0.25 + 100 x 0.125.
  EXPECT_EQ(costs.CommissionOf(350, 10, 50), 25 + 50 + 12.5);
  EXPECT_EQ(costs.CommissionOf(8, 10, 1000), 1);
}

TEST(TradingCostsTest, AContractIsWorthItsMultiplier) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kPercent, .rate = 0.001};
  const TradingCosts costs(settings, 50);
  // 2 x 4000 x 50 and a thousandth of it.
  EXPECT_DOUBLE_EQ(costs.Cost(Buy(4000), 2, 0), 400'400);
  EXPECT_EQ(costs.AffordableUnits(Buy(4000), 400'400, 0), 2);
  EXPECT_EQ(costs.AffordableUnits(Buy(4000), 400'399, 0), 1);
}

/// The most units that are paid for, by counting.
double CountUnits(const TradingCosts& costs, const Quote& quote,
                  double budget) {
  double units = 0;
  while (costs.Cost(quote, units + 1, 0) <= budget) ++units;
  return units;
}

TEST(TradingCostsTest, AffordableUnitsAreTheMostThatArePaidFor) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kTiered,
                         .minimum = 3,
                         .tiers = {{0, 0.5}, {40, 0.125}}};
  settings.slippage = {.type = Slippage::Type::kVolumeImpact,
                       .coefficient = 0.2,
                       .exponent = 0.5};
  const TradingCosts costs(settings, 2);
  for (const double budget : {0.0, 10.0, 22.0, 24.9, 500.0, 1234.5, 9999.0}) {
    EXPECT_EQ(costs.AffordableUnits(Buy(10, 300), budget, 0),
              CountUnits(costs, Buy(10, 300), budget))
        << budget;
  }
}

TEST(TradingCostsTest, FractionsUseUpTheBudget) {
  SimulationSettings settings;
  settings.units = Units::kFractional;
  settings.commission = {
      .type = Commission::Type::kPercent, .rate = 0.01, .minimum = 5};
  const TradingCosts costs(settings, 1);
  // 95 / 10 units: their 1 % is less than the least.
  EXPECT_DOUBLE_EQ(costs.AffordableUnits(Buy(10), 100, 0), 9.5);
  EXPECT_DOUBLE_EQ(costs.AffordableUnits(Buy(10), 1010, 0), 100);
  EXPECT_EQ(costs.AffordableUnits(Buy(10), 4, 0), 0);
  EXPECT_EQ(costs.AffordableUnits(Buy(10), -1, 0), 0);
}

}  // namespace
}  // namespace admf
