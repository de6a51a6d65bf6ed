// R10: known results of other libraries for statistics of returns and of Sharpe
// ratios.

#include <cmath>
#include <vector>

#include "engine/metrics/drawdown.h"
#include "engine/metrics/return_moments.h"
#include "engine/metrics/return_statistics.h"
#include "engine/metrics/sharpe_statistics.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kDays = 252;

const std::vector<double>& Returns() {
  static const auto* const returns =
      new std::vector<double>{0.01, 0.10, -0.04, 0.02, 0.03, 0.02, 0.01, -0.10};
  return *returns;
}

TEST(StatisticsReferenceTest, EightReturns) {
  const ReturnMoments moments = ReturnMoments::Of(Returns());
  EXPECT_NEAR(SharpeRatio(moments, kDays, 0), 1.7238613961706866, 1e-13);
  EXPECT_NEAR(Volatility(moments, kDays), 0.9136465399704637, 1e-14);
  EXPECT_NEAR(DownsideRisk(moments, kDays), 0.6044832503882965, 1e-14);
}

TEST(StatisticsReferenceTest, CalmarRatioOfNinePeriods) {
  std::vector<double> wealth = {1};
  for (const double value : Returns()) {
    wealth.push_back(wealth.back() * (1 + value));
  }
  const std::vector<int64_t> times(wealth.size(), 0);
  DrawdownTracker drawdowns(1, times);
  drawdowns.Add(wealth);
  // The leading return of 0 is a period, too.
  EXPECT_NEAR(AnnualReturn(wealth.back(), 9, kDays) / -drawdowns.maximum(),
              19.13592537319458, 1e-12);
}

TEST(StatisticsReferenceTest, ProbabilisticSharpeRatio) {
  EXPECT_NEAR(*ProbabilisticSharpeRatio({1.14, 250}, 1), 0.9572778803, 5e-11);
}

TEST(StatisticsReferenceTest, DeflatedSharpeRatio) {
  // Population deviation of 3.5, 1.01 and 1.02.
  const double mean = (3.5 + 1.01 + 1.02) / 3;
  const double deviation =
      std::sqrt((std::pow(3.5 - mean, 2) + std::pow(1.01 - mean, 2) +
                 std::pow(1.02 - mean, 2)) /
                3);
  EXPECT_NEAR(*DeflatedSharpeRatio({1.14, 250}, 3, deviation), 0.9583658117,
              5e-11);
}

TEST(StatisticsReferenceTest, ExpectedMaximumOfTrials) {
  EXPECT_NEAR(ExpectedMaximumSharpe(100, 0.4), 1.0122411573, 5e-11);
}

}  // namespace
}  // namespace admf
