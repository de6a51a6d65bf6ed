#include "engine/metrics/return_sampling.h"

#include <cmath>
#include <vector>

#include "absl/time/civil_time.h"
#include "engine/base/random.h"
#include "engine/execution/equity_curve.h"
#include "engine/metrics/return_moments.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"
#include "tests/unit/engine/metrics/test_series.h"

namespace admf {
namespace {

using Time = absl::CivilSecond;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// An account that only holds cash, which changes as if by fills.
Simulation CashOf(const std::vector<double>& cash) {
  Simulation simulation;
  for (size_t bar = 0; bar < cash.size(); ++bar) {
    simulation.states.push_back({static_cast<int64_t>(bar), cash[bar], 0});
  }
  return simulation;
}

TEST(ReturnSamplingTest, DailyBarsHaveAReturnEach) {
  const auto bars = MakeFlatBars({1, 1, 1, 1});
  const SampledReturns sampled =
      SampleReturns(*bars, CashOf({100, 150, 75, 75}), 100);
  EXPECT_THAT(sampled.returns, ElementsAre(0.5, -0.5, 0));
  EXPECT_EQ(sampled.summary.growth, 0.75);
  EXPECT_TRUE(sampled.summary.all_positive);
  EXPECT_EQ(sampled.summary.moments.count(), 3);
  EXPECT_EQ(sampled.summary.moments.mean(), 0);
}

TEST(ReturnSamplingTest, TheCostsOfTheFirstBarAreInTheFirstReturn) {
  const auto bars = MakeFlatBars({1, 1, 1});
  EXPECT_THAT(SampleReturns(*bars, CashOf({80, 50, 100}), 100).returns,
              ElementsAre(-0.5, 1));
}

TEST(ReturnSamplingTest, OneBarHasNoReturn) {
  const auto bars = MakeFlatBars({1});
  const SampledReturns sampled = SampleReturns(*bars, CashOf({100}), 100);
  EXPECT_THAT(sampled.returns, IsEmpty());
  EXPECT_EQ(sampled.summary.moments.count(), 0);
  EXPECT_EQ(sampled.summary.growth, 1);
}

TEST(ReturnSamplingTest, IntradayBarsHaveAReturnPerDay) {
  const auto bars = MakeBarsAt(
      {Time(2024, 1, 2, 20, 0), Time(2024, 1, 2, 22, 0), Time(2024, 1, 3, 9, 0),
       Time(2024, 1, 4, 9, 0), Time(2024, 1, 4, 10, 0)},
      "1h", "America/New_York");
  const SampledReturns sampled =
      SampleReturns(*bars, CashOf({90, 200, 100, 0.5, 150}), 100);
  EXPECT_THAT(sampled.returns, ElementsAre(1, -0.5, 0.5));
  EXPECT_EQ(sampled.summary.growth, 1.5);
}

TEST(ReturnSamplingTest, SeesThatTheEquityWasGone) {
  const auto bars = MakeFlatBars({1, 1, 1});
  EXPECT_FALSE(
      SampleReturns(*bars, CashOf({100, 0, 100}), 100).summary.all_positive);
  EXPECT_FALSE(
      SampleReturns(*bars, CashOf({100, 50, -1}), 100).summary.all_positive);
}

TEST(ReturnSamplingTest, EverythingIsLostOnce) {
  const auto bars = MakeFlatBars({1, 1, 1, 1, 1, 1});
  // A debt that doubles is no gain, and one that is paid back no return.
  EXPECT_THAT(
      SampleReturns(*bars, CashOf({100, 50, -25, -50, 75, 150}), 100).returns,
      ElementsAre(-0.5, -1, 0, 0, 0));
  EXPECT_THAT(
      SampleReturns(*bars, CashOf({100, 50, 75, 0, -10, -20}), 100).returns,
      ElementsAre(-0.5, 0.5, -1, 0, 0));
}

TEST(ReturnSamplingTest, WhatIsLostInOneBlockStaysLostInTheNext) {
  constexpr size_t kBars = 3 * ReturnMoments::kBlock;
  const auto bars = MakeFlatBars(std::vector<double>(kBars, 1));
  std::vector<double> cash(kBars, 100);
  const size_t ruin = ReturnMoments::kBlock + 7;
  for (size_t bar = ruin; bar < kBars; ++bar) {
    cash[bar] = -static_cast<double>(bar);
  }
  std::vector<double> expected(kBars - 1, 0);
  expected[ruin - 1] = -1;
  EXPECT_EQ(SampleReturns(*bars, CashOf(cash), 100).returns, expected);
}

TEST(ReturnSamplingTest, LongSeriesAreTheSameInOnePass) {
  Random random(/*seed=*/5, /*stream=*/0);
  std::vector<double> prices;
  for (int i = 0; i < 5000; ++i) prices.push_back(50 + random.NextUniform());
  const auto bars = MakeFlatBars(prices);
  Simulation simulation;
  simulation.states = {{0, 1000, 0}, {700, 500, 10}, {3000, 1500, -10}};
  const std::vector<double> equity = EquityColumn(*bars, simulation);

  const SampledReturns sampled = SampleReturns(*bars, simulation, 1000);
  ASSERT_EQ(sampled.returns.size(), 4999u);
  for (size_t i = 0; i < sampled.returns.size(); ++i) {
    const double before = i == 0 ? 1000 : equity[i];
    ASSERT_EQ(sampled.returns[i], equity[i + 1] / before - 1) << i;
  }
  const ReturnSummary summary = SummariseReturns(*bars, simulation, 1000);
  const ReturnMoments moments = ReturnMoments::Of(sampled.returns);
  EXPECT_EQ(summary.moments.mean(), moments.mean());
  EXPECT_EQ(summary.moments.sample_variance(), moments.sample_variance());
  EXPECT_EQ(summary.moments.downside_deviation(), moments.downside_deviation());
  EXPECT_EQ(summary.growth, sampled.summary.growth);
}

}  // namespace
}  // namespace admf
