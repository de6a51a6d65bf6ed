#include "engine/validation/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

StationaryBootstrap MustStationary(std::vector<double> returns,
                                   StationaryBootstrap::Options options) {
  auto bootstrap = StationaryBootstrap::Create(std::move(returns), options);
  CHECK(bootstrap.ok());
  return *std::move(bootstrap);
}

StationaryBootstrap::Options WithBlocks(double length, uint64_t seed = 1) {
  StationaryBootstrap::Options options;
  options.seed = seed;
  options.mean_block_length = length;
  return options;
}

TradeBootstrap MustTrades(std::vector<double> returns,
                          TradeBootstrap::Kind kind) {
  TradeBootstrap::Options options;
  options.seed = 3;
  options.kind = kind;
  auto bootstrap = TradeBootstrap::Create(std::move(returns), options);
  CHECK(bootstrap.ok());
  return *std::move(bootstrap);
}

constexpr auto kDrawn = TradeBootstrap::Kind::kWithReplacement;
constexpr auto kShuffled = TradeBootstrap::Kind::kPermutation;

/// Ten returns that are told apart by their binary digits: 2^i - 1, so that
/// the growth of a path is the product of powers of two.
std::vector<double> PowersOfTwo() {
  std::vector<double> returns;
  for (int i = 0; i < 10; ++i) returns.push_back(std::ldexp(1.0, i) - 1);
  return returns;
}

TEST(BootstrapTest, FiguresOfAPathByHand) {
  // 1, 1.1, 0.55, 0.66: half is lost. The mean is 0.1 - 0.5 + 0.2 by 3.
  const auto bootstrap = MustTrades({0.1, -0.5, 0.2}, kDrawn);
  const PathFigures figures = bootstrap.Observed();
  EXPECT_NEAR(figures.total_return, -0.34, 1e-15);
  EXPECT_NEAR(figures.max_drawdown, -0.5, 1e-15);
  const double mean = -0.2 / 3;
  const double variance =
      ((0.1 - mean) * (0.1 - mean) + (-0.5 - mean) * (-0.5 - mean) +
       (0.2 - mean) * (0.2 - mean)) /
      2;
  EXPECT_NEAR(*figures.sharpe_ratio, mean / std::sqrt(variance / 252), 1e-12);
}

TEST(BootstrapTest, TheRateIsTakenFromEveryReturn) {
  StationaryBootstrap::Options options = WithBlocks(2);
  options.periods_per_year = 4;
  // A tenth each period: 1.1^4 - 1 of a year.
  options.risk_free_rate = 0.4641;
  const std::vector<double> returns = {0.2, 0.3, 0.1, 0.2, 0.2, 0.1, 0.3, 0.2};
  // The mean is 0.2 and 0.1 is taken; squares of 0.1 four times, by 7.
  EXPECT_NEAR(*MustStationary(returns, options).Observed().sharpe_ratio,
              0.1 / std::sqrt(0.04 / 7) * 2, 1e-12);
}

TEST(BootstrapTest, WhatIsLostStaysLost) {
  const PathFigures figures = MustTrades({0.5, -1.2, 3}, kDrawn).Observed();
  EXPECT_EQ(figures.total_return, -1);
  EXPECT_EQ(figures.max_drawdown, -1);
  EXPECT_FALSE(figures.sharpe_ratio.has_value());
}

TEST(BootstrapTest, ReturnsThatAreAllTheSameHaveNoRatio) {
  const PathFigures figures = MustTrades({0.1, 0.1}, kDrawn).Path(0);
  EXPECT_NEAR(figures.total_return, 0.21, 1e-15);
  EXPECT_EQ(figures.max_drawdown, 0);
  EXPECT_FALSE(figures.sharpe_ratio.has_value());
}

TEST(BootstrapTest, PathsAreTheirNumbersAlone) {
  const auto one = MustStationary(PowersOfTwo(), WithBlocks(3));
  const auto other = MustStationary(PowersOfTwo(), WithBlocks(3));
  std::vector<double> forwards, backwards;
  for (uint64_t p = 0; p < 50; ++p) {
    forwards.push_back(one.Path(p).total_return);
  }
  for (uint64_t p = 50; p-- > 0;) {
    backwards.push_back(other.Path(p).total_return);
  }
  std::ranges::reverse(backwards);
  EXPECT_EQ(forwards, backwards);
  EXPECT_NE(forwards[0], forwards[1]);
  EXPECT_NE(
      MustStationary(PowersOfTwo(), WithBlocks(3, 2)).Path(0).total_return,
      forwards[0]);
}

TEST(StationaryBootstrapTest, OneBlockGoesRound) {
  // A new block is never begun: every path is a rotation, with the growth of
  // all returns.
  const auto bootstrap = MustStationary(PowersOfTwo(), WithBlocks(1e300));
  for (uint64_t p = 0; p < 20; ++p) {
    EXPECT_EQ(bootstrap.Path(p).total_return, std::ldexp(1.0, 45) - 1);
  }
}

TEST(StationaryBootstrapTest, BlocksOfOneAreDrawnIndependently) {
  // The exponents' sum over ten independent draws of 0..9 has the mean 45 and
  // the variance 10 x 8.25.
  const auto bootstrap = MustStationary(PowersOfTwo(), WithBlocks(1));
  double sum = 0;
  double squares = 0;
  constexpr int kPaths = 4'000;
  for (uint64_t p = 0; p < kPaths; ++p) {
    const double log = std::log2(bootstrap.Path(p).total_return + 1);
    sum += log;
    squares += (log - 45) * (log - 45);
  }
  EXPECT_NEAR(sum / kPaths, 45, 0.6);
  EXPECT_NEAR(squares / kPaths, 82.5, 6);
}

TEST(StationaryBootstrapTest, SumsScatterAsTheArticleSays) {
  // Politis and Romano, lemma 1: the variance of the sum of n drawn values is
  // n (C(0) + 2 sum over i < n of (1 - i / n) (1 - 1 / b)^i C(i)), where C is
  // the autocovariance of the values in a circle.
  const size_t n = 60;
  std::vector<double> returns;
  for (size_t i = 0; i < n; ++i) {
    returns.push_back(i / 6 % 2 == 0 ? 0.02 : -0.01);
  }
  std::vector<double> logs;
  double mean = 0;
  for (const double value : returns) {
    logs.push_back(std::log1p(value));
    mean += logs.back() / static_cast<double>(n);
  }
  const auto covariance = [&](size_t lag) {
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
      sum += (logs[i] - mean) * (logs[(i + lag) % n] - mean);
    }
    return sum / static_cast<double>(n);
  };
  for (const double length : {1.0, 2.0, 5.0, 20.0}) {
    double expected = covariance(0);
    for (size_t i = 1; i < n; ++i) {
      const auto lag = static_cast<double>(i);
      expected +=
          2 * (1 - lag / n) * std::pow(1 - 1 / length, lag) * covariance(i);
    }
    const auto bootstrap = MustStationary(returns, WithBlocks(length));
    double squares = 0;
    constexpr int kPaths = 6'000;
    for (uint64_t p = 0; p < kPaths; ++p) {
      const double distance =
          std::log1p(bootstrap.Path(p).total_return) - n * mean;
      squares += distance * distance / kPaths;
    }
    // Six standard errors of sqrt(2 / 6,000).
    EXPECT_NEAR(squares, n * expected, 0.11 * n * expected) << length;
  }
}

TEST(StationaryBootstrapTest, TakesTheAutomaticLength) {
  Random random(5, 0);
  std::vector<double> returns;
  double value = 0;
  for (int i = 0; i < 300; ++i) {
    value = 0.7 * value + 0.01 * (random.NextUniform() - 0.5);
    returns.push_back(value);
  }
  const auto bootstrap = MustStationary(returns, {});
  EXPECT_GT(bootstrap.mean_block_length(), 3);
  EXPECT_LT(bootstrap.mean_block_length(), 60);
}

TEST(StationaryBootstrapTest, RefusesWhatItCannotDraw) {
  const std::vector<double> good(8, 0.1);
  std::vector<double> bad = good;
  bad[3] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(StationaryBootstrap::Create(bad, {}).status().message(),
              HasSubstr("return 3"));
  EXPECT_TRUE(absl::IsInvalidArgument(
      StationaryBootstrap::Create(std::vector<double>(7, 0.1), {}).status()));
  EXPECT_THAT(
      StationaryBootstrap::Create(good, WithBlocks(0.5)).status().message(),
      HasSubstr("mean_block_length"));
  StationaryBootstrap::Options options;
  options.periods_per_year = 0;
  EXPECT_THAT(StationaryBootstrap::Create(good, options).status().message(),
              HasSubstr("periods_per_year"));
}

Trade ClosedTrade(double profit) {
  Trade trade = {};
  trade.profit = profit;
  return trade;
}

TEST(AccountReturnsOfTradesTest, AreOfTheEquityBeforeEachTrade) {
  Simulation simulation;
  simulation.trades = {ClosedTrade(100), ClosedTrade(-550), ClosedTrade(55)};
  simulation.trades.push_back(ClosedTrade(1'000));
  simulation.trades.back().open = true;
  EXPECT_THAT(AccountReturnsOfTrades(simulation, 1'000),
              ElementsAre(DoubleEq(0.1), DoubleEq(-0.5), DoubleEq(0.1)));
}

TEST(AccountReturnsOfTradesTest, EndWhereNothingIsLeft) {
  Simulation simulation;
  EXPECT_THAT(AccountReturnsOfTrades(simulation, 1'000), IsEmpty());
  simulation.trades = {ClosedTrade(-1'200), ClosedTrade(100)};
  EXPECT_THAT(AccountReturnsOfTrades(simulation, 1'000),
              ElementsAre(DoubleEq(-1.2)));
}

TEST(TradeBootstrapTest, PermutationsKeepTheTotalReturn) {
  std::vector<double> returns = {0.5, -0.25, 1, -0.5, 0.25, -0.125};
  const auto bootstrap = MustTrades(returns, kShuffled);
  const PathFigures observed = bootstrap.Observed();
  std::vector<double> drawdowns;
  for (uint64_t p = 0; p < 300; ++p) {
    const PathFigures figures = bootstrap.Path(p);
    EXPECT_NEAR(figures.total_return, observed.total_return, 1e-14);
    EXPECT_NEAR(*figures.sharpe_ratio, *observed.sharpe_ratio, 1e-12);
    drawdowns.push_back(figures.max_drawdown);
  }
  // At worst all losses in a row: 0.75 x 0.5 x 0.875; at best the worst alone.
  EXPECT_NEAR(*std::ranges::min_element(drawdowns), 0.75 * 0.5 * 0.875 - 1,
              1e-15);
  EXPECT_NEAR(*std::ranges::max_element(drawdowns), -0.5, 1e-15);
}

TEST(TradeBootstrapTest, AllPermutationsAreEquallyLikely) {
  // The gain comes first, between the losses or last, a third each. Between
  // them, the fall is by a half twice; else by three quarters at once.
  const auto bootstrap = MustTrades({1, -0.5, -0.5}, kShuffled);
  std::array<int, 2> counts = {};
  for (uint64_t p = 0; p < 3'000; ++p) {
    ++counts[bootstrap.Path(p).max_drawdown < -0.6];
  }
  EXPECT_NEAR(counts[0], 1'000, 100);
  EXPECT_NEAR(counts[1], 2'000, 100);
}

TEST(TradeBootstrapTest, DrawsWithReplacement) {
  // Of +100 % and -50 %: 0, 1 or 2 of them with chances of 1/4, 1/2, 1/4.
  const auto bootstrap = MustTrades({1, -0.5}, kDrawn);
  std::array<int, 3> counts = {};
  for (uint64_t p = 0; p < 4'000; ++p) {
    const double growth = bootstrap.Path(p).total_return + 1;
    ++counts[growth == 4 ? 2 : growth == 1 ? 1 : 0];
  }
  EXPECT_NEAR(counts[0], 1'000, 110);
  EXPECT_NEAR(counts[1], 2'000, 130);
  EXPECT_NEAR(counts[2], 1'000, 110);
}

TEST(TradeBootstrapTest, RefusesWhatItCannotDraw) {
  EXPECT_TRUE(
      absl::IsInvalidArgument(TradeBootstrap::Create({0.1}, {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      TradeBootstrap::Create({0.1, std::numeric_limits<double>::infinity()}, {})
          .status()));
}

TEST(QuantilesOfTest, AreLinearBetweenNeighbours) {
  // 0 to 10, shuffled: 5 % of ten steps is half a step.
  std::vector<double> values;
  for (int i = 0; i <= 10; ++i) values.push_back(i * 7 % 11);
  const Quantiles quantiles = QuantilesOf(values);
  EXPECT_NEAR(quantiles.p05, 0.5, 1e-15);
  EXPECT_NEAR(quantiles.p25, 2.5, 1e-15);
  EXPECT_EQ(quantiles.p50, 5);
  EXPECT_NEAR(quantiles.p75, 7.5, 1e-15);
  EXPECT_NEAR(quantiles.p95, 9.5, 1e-14);
  EXPECT_EQ(QuantilesOf({3}).p95, 3);
}

TEST(SummarisePathsTest, CountsLossesAndExtremes) {
  // Observed 1: ratios of 2 and more are as far above 1 as 1 is above 0.
  const std::vector<PathFigures> paths = {{-0.5, -0.6, -1.0},
                                          {0.0, -0.1, 0.5},
                                          {0.5, -0.2, 1.9},
                                          {1.0, -0.3, 2.0},
                                          {-1.0, -1.0, std::nullopt}};
  const BootstrapSummary summary = SummarisePaths(paths, 1.0);
  EXPECT_EQ(summary.paths, 5);
  EXPECT_DOUBLE_EQ(summary.probability_of_loss, 0.4);
  // The fourth one, and the last, which has none.
  EXPECT_DOUBLE_EQ(*summary.sharpe_p_value, 3.0 / 6);
  EXPECT_EQ(summary.undefined_sharpe_ratios, 1);
  EXPECT_EQ(summary.total_return.p50, 0);
  EXPECT_EQ(summary.max_drawdown.p50, -0.3);
  // Of none, -1, 0.5, 1.9 and 2.
  EXPECT_DOUBLE_EQ(summary.sharpe_ratio->p50, 0.5);
  EXPECT_DOUBLE_EQ(summary.sharpe_ratio->p25, -1);
  // A fifth of the way from the lost path to the next one.
  EXPECT_EQ(summary.sharpe_ratio->p05,
            -std::numeric_limits<double>::infinity());
}

TEST(SummarisePathsTest, LostPathsNeverMakeItLookBetter) {
  const std::vector<PathFigures> paths = {
      {-0.5, -0.6, -1.0}, {0.0, -0.1, 0.5}, {0.5, -0.2, 1.9}};
  std::vector<PathFigures> lost = paths;
  lost.front() = {-1.0, -1.0, std::nullopt};
  const BootstrapSummary before = SummarisePaths(paths, 1.0);
  const BootstrapSummary after = SummarisePaths(lost, 1.0);
  EXPECT_GT(*after.sharpe_p_value, *before.sharpe_p_value);
  EXPECT_LE(after.sharpe_ratio->p05, before.sharpe_ratio->p05);
  EXPECT_LE(after.sharpe_ratio->p50, before.sharpe_ratio->p50);
  EXPECT_LE(after.sharpe_ratio->p95, before.sharpe_ratio->p95);
}

TEST(SummarisePathsTest, IsTheSameInAnyOrder) {
  const auto bootstrap = MustTrades({0.1, -0.05, 0.2, -0.1, 0.05}, kDrawn);
  std::vector<PathFigures> paths;
  for (uint64_t p = 0; p < 101; ++p) paths.push_back(bootstrap.Path(p));
  const auto ratio = bootstrap.Observed().sharpe_ratio;
  const BootstrapSummary forwards = SummarisePaths(paths, ratio);
  std::ranges::reverse(paths);
  const BootstrapSummary backwards = SummarisePaths(paths, ratio);
  EXPECT_EQ(forwards.total_return.p05, backwards.total_return.p05);
  EXPECT_EQ(forwards.sharpe_ratio->p95, backwards.sharpe_ratio->p95);
  EXPECT_EQ(forwards.sharpe_p_value, backwards.sharpe_p_value);
}

TEST(SummarisePathsTest, HasNoPValueWithoutRatios) {
  const std::vector<PathFigures> paths = {{0.1, 0, std::nullopt}};
  EXPECT_FALSE(SummarisePaths(paths, 1.0).sharpe_ratio.has_value());
  EXPECT_FALSE(SummarisePaths(paths, 1.0).sharpe_p_value.has_value());
  const std::vector<PathFigures> other = {{0.1, 0, 2.0}};
  EXPECT_FALSE(SummarisePaths(other, std::nullopt).sharpe_p_value.has_value());
}

TEST(SummarisePathsTest, PValuesOfNoiseAreUniform) {
  // Without any skill a p-value below 0.2 comes up in a fifth of all samples.
  int below = 0;
  constexpr int kSamples = 300;
  for (uint64_t sample = 0; sample < kSamples; ++sample) {
    Random random(11, sample);
    std::vector<double> returns;
    for (int i = 0; i < 60; ++i) {
      returns.push_back(0.02 * (random.NextUniform() - 0.5));
    }
    const auto bootstrap = MustStationary(returns, WithBlocks(1, sample));
    std::vector<PathFigures> paths;
    for (uint64_t p = 0; p < 100; ++p) paths.push_back(bootstrap.Path(p));
    below += *SummarisePaths(paths, bootstrap.Observed().sharpe_ratio)
                  .sharpe_p_value <= 0.2;
  }
  EXPECT_NEAR(below, kSamples * 0.2, 24);
}

}  // namespace
}  // namespace admf
