#include "engine/metrics/sharpe_statistics.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(SharpeStatisticsTest, AnEstimateAtTheBenchmarkIsACoinToss) {
  EXPECT_EQ(ProbabilisticSharpeRatio({0.1, 100}, 0.1), 0.5);
}

TEST(SharpeStatisticsTest, ProbabilityFollowsTheNormalDistribution) {
  // The estimate's deviation is sqrt((1 + 0.5 x 4) / 12) = 0.5, so 2 is two
  // deviations above 1, and the normal table says 0.977250.
  EXPECT_NEAR(*ProbabilisticSharpeRatio({2, 13}, 1), 0.977250, 5e-7);
  EXPECT_NEAR(*ProbabilisticSharpeRatio({2, 13}, 3), 1 - 0.977250, 5e-7);
}

TEST(SharpeStatisticsTest, BadTailsLowerTheProbability) {
  const double normal = *ProbabilisticSharpeRatio({0.1, 250, 0, 3}, 0);
  EXPECT_LT(*ProbabilisticSharpeRatio({0.1, 250, -2, 3}, 0), normal);
  EXPECT_LT(*ProbabilisticSharpeRatio({0.1, 250, 0, 9}, 0), normal);
  EXPECT_GT(*ProbabilisticSharpeRatio({0.1, 250, 2, 6}, 0), normal);
}

TEST(SharpeStatisticsTest, HasNoProbabilityWithoutAVariance) {
  EXPECT_FALSE(ProbabilisticSharpeRatio({0.1, 1}, 0).has_value());
  // 1 - 2 + (1 - 1) / 4 < 0
  EXPECT_FALSE(ProbabilisticSharpeRatio({1, 100, 2, 1}, 0).has_value());
  EXPECT_FALSE(ProbabilisticSharpeRatio(
                   {1, 100, std::numeric_limits<double>::quiet_NaN(), 3}, 0)
                   .has_value());
}

TEST(SharpeStatisticsTest, OneTrialNeedsNoDeflation) {
  EXPECT_EQ(ExpectedMaximumSharpe(1, 0.4), 0);
  EXPECT_EQ(DeflatedSharpeRatio({0.1, 250}, 1, 0.4),
            ProbabilisticSharpeRatio({0.1, 250}, 0));
}

TEST(SharpeStatisticsTest, MoreTrialsExpectMore) {
  double last = 0;
  for (const int64_t trials : {2, 10, 100, 10'000, 1'000'000'000}) {
    const double expected = ExpectedMaximumSharpe(trials, 1);
    EXPECT_GT(expected, last);
    last = expected;
  }
  // Below the bound sqrt(2 ln n) of the expected maximum of n normal numbers.
  EXPECT_LT(last, std::sqrt(2 * std::log(1e9)));
  EXPECT_EQ(ExpectedMaximumSharpe(100, 0), 0);
}

}  // namespace
}  // namespace admf
