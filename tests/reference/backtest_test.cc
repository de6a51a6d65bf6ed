// Known results of other engines, on the price files that ADMF_REFERENCE_DATA
// names: GOOG.csv (daily, 2004-08-19 to 2013-03-01) and 2006-day-001.txt (daily
// 2006). Each one was recomputed by hand-written code before it was written
// down. Relative 1e-8 where ten digits are known, cents where cents are.

#include <algorithm>
#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "tests/reference/reference_run.h"

namespace admf {
namespace {

constexpr double kCent = 0.005;

class BacktestReferenceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!ReferenceDataFolder()) {
      GTEST_SKIP() << "ADMF_REFERENCE_DATA does not name the folder with the "
                      "reference data";
    }
  }

  static ReferenceRun RunGoog(int64_t fast, int64_t slow,
                              const SimulationSettings& settings) {
    return RunReference(*ReferenceDataFolder() + "/GOOG.csv", "sma_crossover",
                        {{"fast_period", fast}, {"slow_period", slow}},
                        settings);
  }
};

constexpr Commission kFifthOfAPercent = {Commission::Type::kPercent, 0.002, 0};

// R1: SMA 10/30, all equity long or short, next open, whole shares, no costs,
// closed at the end.
TEST_F(BacktestReferenceTest, GoogSma10And30) {
  SimulationSettings settings;
  settings.close_at_end = true;
  const ReferenceRun run = RunGoog(10, 30, settings);
  ASSERT_EQ(run.bars->size(), 2148u);
  EXPECT_NEAR(run.Get("final_equity"), 51'422.99, kCent);
  EXPECT_EQ(run.Get("trade_count"), 66);
  EXPECT_NEAR(run.Get("total_return"), 4.142299, 5e-7);
  ExpectDigits(run.Get("max_drawdown"), -0.4798012705);
  ExpectDigits(run.Get("sharpe_ratio_geometric"), 0.5806232244);
  ExpectDigits(run.Get("sortino_ratio"), 1.0853434352);
  ExpectDigits(run.Get("calmar_ratio"), 0.4416640920);
  ExpectDigits(run.Get("win_rate"), 0.4696969697);
  ExpectDigits(run.Get("profit_factor"), 2.1679459743);
  ExpectDigits(run.Get("sqn"), 1.0766187357);
  ExpectDigits(run.Get("exposure_time"), 0.9674115456);
  ExpectDigits(run.Get("cagr"), 0.211602457060);
}

// R2: SMA 10/20 with 0.2 % commission; the last trade stays open, and counts
// neither as a trade nor in the commissions.
TEST_F(BacktestReferenceTest, GoogSma10And20WithCommission) {
  SimulationSettings settings;
  settings.commission = kFifthOfAPercent;
  const ReferenceRun run = RunGoog(10, 20, settings);
  ExpectDigits(run.Get("final_equity"), 56'263.51934);
  EXPECT_EQ(run.Get("trade_count"), 93);
  EXPECT_TRUE(run.simulation.trades.back().open);
  ExpectDigits(run.Get("sharpe_ratio_geometric"), 0.6007399730);
  ExpectDigits(run.Get("max_drawdown"), -0.339315918291);
  ExpectDigits(run.Get("commission_paid"), 10'563.95154);
}

TEST_F(BacktestReferenceTest, GoogSma10And20ClosedAtTheEnd) {
  SimulationSettings settings;
  settings.commission = kFifthOfAPercent;
  settings.close_at_end = true;
  const ReferenceRun run = RunGoog(10, 20, settings);
  ExpectDigits(run.Get("final_equity"), 55'574.51294);
  EXPECT_EQ(run.Get("trade_count"), 94);
}

TEST_F(BacktestReferenceTest, GoogSma10And20WithoutCosts) {
  const ReferenceRun run = RunGoog(10, 20, SimulationSettings());
  EXPECT_NEAR(run.Get("final_equity"), 81'812.37, kCent);
}

// Two of R3's sets: R2 with other periods.
TEST_F(BacktestReferenceTest, GoogOtherPeriodsWithCommission) {
  SimulationSettings settings;
  settings.commission = kFifthOfAPercent;
  const ReferenceRun run = RunGoog(10, 15, settings);
  ExpectDigits(run.Get("final_equity"), 77'829.05462);
  EXPECT_EQ(run.Get("trade_count"), 152);
  ExpectDigits(RunGoog(10, 35, settings).Get("final_equity"), 70'364.22772);
}

// R8: one unit, long only; the close crosses its mean of 15.
TEST_F(BacktestReferenceTest, OneUnitWhenTheCloseCrossesSma15) {
  SimulationSettings settings;
  settings.direction = Direction::kLongOnly;
  settings.sizing = {Sizing::Type::kFixedUnits, 100, 1};
  const ReferenceRun run = RunReference(
      *ReferenceDataFolder() + "/2006-day-001.txt", "sma_crossover",
      {{"fast_period", int64_t{1}}, {"slow_period", int64_t{15}}}, settings);
  ASSERT_EQ(run.bars->size(), 255u);
  EXPECT_NEAR(run.Get("final_equity"), 10'284.10, kCent);
  EXPECT_NEAR(run.simulation.states.back().cash, 6'164.16, kCent);
  const auto& fills = run.simulation.fills;
  const auto buys =
      std::count_if(fills.begin(), fills.end(),
                    [](const Fill& fill) { return fill.units > 0; });
  EXPECT_EQ(buys, 12);
  EXPECT_EQ(static_cast<int64_t>(fills.size()) - buys, 11);
}

// R9: SMA 10/20, long only, at the same close, fractional shares.
TEST_F(BacktestReferenceTest, GoogLongOnlyAtTheSameClose) {
  SimulationSettings settings;
  settings.fill = FillMode::kSameClose;
  settings.direction = Direction::kLongOnly;
  settings.units = Units::kFractional;
  ExpectDigits(RunGoog(10, 20, settings).Get("final_equity"), 72'771.57406802);
  settings.commission = {Commission::Type::kPercent, 0.001, 0};
  const ReferenceRun run = RunGoog(10, 20, settings);
  ExpectDigits(run.Get("final_equity"), 66'309.01639603);
  EXPECT_EQ(run.simulation.fills.size(), 93u);
}

}  // namespace
}  // namespace admf
