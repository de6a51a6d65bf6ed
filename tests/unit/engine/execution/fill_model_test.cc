#include "engine/execution/fill_model.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

SimulationSettings WithCommission(Commission commission) {
  SimulationSettings settings;
  settings.commission = commission;
  return settings;
}

constexpr Commission kTwoPercent = {Commission::Type::kPercent, 0.02, 0};
constexpr Commission kFiveAFill = {Commission::Type::kFixed, 0, 5};
constexpr Commission kHalfAShare = {Commission::Type::kPerShare, 0, 0.5};

TEST(FillModelTest, SlippageIsAgainstTheTraderOnBothSides) {
  SimulationSettings settings;
  settings.slippage = {Slippage::Type::kPercent, 0.25};
  const FillModel model(settings);
  EXPECT_EQ(model.Price(100, /*buy=*/true), 125);
  EXPECT_EQ(model.Price(100, /*buy=*/false), 75);
}

TEST(FillModelTest, FillsAtTheMarketWithoutSlippage) {
  SimulationSettings settings;
  // A rate without the type is not used.
  settings.slippage = {Slippage::Type::kNone, 0.25};
  const FillModel model(settings);
  EXPECT_EQ(model.Price(100.1, /*buy=*/true), 100.1);
  EXPECT_EQ(model.Price(100.1, /*buy=*/false), 100.1);
}

TEST(FillModelTest, ComputesEveryCommission) {
  EXPECT_EQ(FillModel(SimulationSettings()).CommissionOf(10, 50), 0);
  EXPECT_EQ(FillModel(WithCommission(kTwoPercent)).CommissionOf(10, 50), 10);
  EXPECT_EQ(FillModel(WithCommission(kFiveAFill)).CommissionOf(10, 50), 5);
  EXPECT_EQ(FillModel(WithCommission(kHalfAShare)).CommissionOf(10, 50), 5);
}

TEST(FillModelTest, CostIsNotionalAndCommission) {
  EXPECT_EQ(FillModel(WithCommission(kFiveAFill)).Cost(10, 50), 505);
}

TEST(FillModelTest, BuysWholeUnitsThatTheMoneyPaysForWithCosts) {
  // 1000 / 30 = 33.3; 1000 / 30.6 = 32.7; 995 / 30 = 33.2; 1000 / 30.5 = 32.8.
  EXPECT_EQ(FillModel(SimulationSettings()).EntryUnits(1000, 30), 33);
  EXPECT_EQ(FillModel(WithCommission(kTwoPercent)).EntryUnits(1000, 30), 32);
  EXPECT_EQ(FillModel(WithCommission(kFiveAFill)).EntryUnits(1000, 30), 33);
  EXPECT_EQ(FillModel(WithCommission(kHalfAShare)).EntryUnits(1000, 30), 32);
}

TEST(FillModelTest, TakesAUnitThatCostsTheLastCent) {
  // 100 units of 10 with 1 % are 1010 exactly.
  const FillModel model(WithCommission({Commission::Type::kPercent, 0.01, 0}));
  EXPECT_EQ(model.EntryUnits(1010, 10), 100);
  EXPECT_EQ(model.EntryUnits(std::nextafter(1010, 0), 10), 99);
}

TEST(FillModelTest, NeverSpendsMoreThanThereIs) {
  // Prices and rates whose quotients round up as well as down.
  for (int i = 1; i < 2000; ++i) {
    SimulationSettings settings =
        WithCommission({Commission::Type::kPercent, 0.0001 * (i % 37), 0});
    settings.units = i % 2 == 0 ? Units::kWhole : Units::kFractional;
    const FillModel model(settings);
    const double price = 0.1 * i + 0.003;
    const double equity = 10'000 + 0.07 * i;
    const double units = model.EntryUnits(equity, price);
    ASSERT_LE(model.Cost(units, price), equity) << i;
    if (settings.units == Units::kWhole) {
      ASSERT_GT(model.Cost(units + 1, price), equity) << i;
    } else {
      ASSERT_GT(model.Cost(units, price), equity * (1 - 1e-14)) << i;
    }
  }
}

TEST(FillModelTest, TakesItsShareOfTheEquity) {
  SimulationSettings settings;
  settings.sizing = {Sizing::Type::kPercentEquity, 25, 0};
  const FillModel model(settings);
  EXPECT_EQ(model.Budget(1000), 250);
  EXPECT_EQ(model.EntryUnits(1000, 100), 2);
}

TEST(FillModelTest, FractionalUnitsTakeAllOfTheBudget) {
  SimulationSettings settings;
  settings.units = Units::kFractional;
  EXPECT_EQ(FillModel(settings).EntryUnits(1000, 800), 1.25);
}

TEST(FillModelTest, FixedUnitsAreAllOrNothing) {
  SimulationSettings settings = WithCommission(kFiveAFill);
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 3};
  const FillModel model(settings);
  EXPECT_EQ(model.EntryUnits(305, 100), 3);
  EXPECT_EQ(model.EntryUnits(304.99, 100), 0);
  EXPECT_EQ(model.SmallestEntry(), 3);
}

TEST(FillModelTest, WholeUnitsCutAFixedNumber) {
  SimulationSettings settings;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 2.75};
  EXPECT_EQ(FillModel(settings).EntryUnits(1000, 100), 2);
  settings.units = Units::kFractional;
  EXPECT_EQ(FillModel(settings).EntryUnits(1000, 100), 2.75);
}

TEST(FillModelTest, BuysNothingWithoutMoney) {
  for (const Units units : {Units::kWhole, Units::kFractional}) {
    SimulationSettings settings = WithCommission(kFiveAFill);
    settings.units = units;
    const FillModel model(settings);
    EXPECT_EQ(model.EntryUnits(0, 10), 0);
    EXPECT_EQ(model.EntryUnits(-100, 10), 0);
    // The commission alone takes all of it.
    EXPECT_EQ(model.EntryUnits(5, 10), 0);
  }
  EXPECT_EQ(FillModel(SimulationSettings()).EntryUnits(9.99, 10), 0);
}

TEST(FillModelTest, EndsWithExtremePrices) {
  for (const Units kind : {Units::kWhole, Units::kFractional}) {
    SimulationSettings settings = WithCommission(kTwoPercent);
    settings.units = kind;
    const FillModel model(settings);
    for (const double price : {std::numeric_limits<double>::denorm_min(),
                               std::numeric_limits<double>::min(), 1e-20, 1e20,
                               std::numeric_limits<double>::max()}) {
      const double units = model.EntryUnits(1e10, price);
      EXPECT_GE(units, 0);
      EXPECT_LE(model.Cost(units, price), 1e10) << price;
    }
  }
}

}  // namespace
}  // namespace admf
