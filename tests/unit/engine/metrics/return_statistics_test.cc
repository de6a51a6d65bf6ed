#include "engine/metrics/return_statistics.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

/// Mean 0.01, sample deviation 0.02.
ReturnMoments OnePercent() {
  return ReturnMoments::Of(std::vector<double>{-0.01, 0.01, 0.03});
}

TEST(ReturnStatisticsTest, AnnualReturnCompounds) {
  // Doubled in half a year.
  EXPECT_DOUBLE_EQ(AnnualReturn(2, 126, 252), 3);
  EXPECT_DOUBLE_EQ(AnnualReturn(0.25, 504, 252), -0.5);
}

TEST(ReturnStatisticsTest, VolatilityGrowsWithTheRootOfTime) {
  EXPECT_NEAR(Volatility(OnePercent(), 100), 0.2, 1e-15);
}

TEST(ReturnStatisticsTest, SharpeRatioIsArithmetic) {
  EXPECT_NEAR(SharpeRatio(OnePercent(), 100, 0), 5, 1e-13);
}

TEST(ReturnStatisticsTest, SharpeRatioTakesTheRiskFreeRateOfAPeriod) {
  // A rate of 1.002^100 - 1 a year is 0.002 a period.
  EXPECT_NEAR(SharpeRatio(OnePercent(), 100, std::pow(1.002, 100) - 1), 4,
              1e-12);
}

TEST(ReturnStatisticsTest, GeometricVolatilityOfOnePeriodIsTheDeviation) {
  EXPECT_NEAR(GeometricVolatility(OnePercent(), 1, 0.01), 0.02, 1e-15);
}

TEST(ReturnStatisticsTest, GeometricVolatilityOfTwoPeriods) {
  // sqrt((0.0004 + 1.01^2)^2 - 1.01^4)
  const double annual = 1.01 * 1.01 - 1;
  const double square = 0.0004 + 1.01 * 1.01;
  EXPECT_NEAR(GeometricVolatility(OnePercent(), 2, annual),
              std::sqrt(square * square - std::pow(1.01, 4)), 1e-14);
  EXPECT_NEAR(GeometricSharpeRatio(OnePercent(), 2, annual, 0.01),
              (annual - 0.01) / std::sqrt(square * square - std::pow(1.01, 4)),
              1e-12);
}

TEST(ReturnStatisticsTest, SortinoRatioDividesByLossesAlone) {
  const ReturnMoments returns =
      ReturnMoments::Of(std::vector<double>{-0.03, 0.5, -0.01, 0});
  EXPECT_NEAR(DownsideRisk(returns, 100), std::sqrt(0.001 / 4) * 10, 1e-15);
  EXPECT_NEAR(SortinoRatio(returns, 100, 0.2, 0.05),
              0.15 / (std::sqrt(0.001 / 4) * 10), 1e-13);
}

TEST(ReturnStatisticsTest, LowerTailInterpolates) {
  // 0 ... 20, shuffled: 5 % of 20 steps is one step; 4 % is 0.8 of a step.
  std::vector<double> returns;
  for (int i = 0; i <= 20; ++i) returns.push_back((i * 8) % 21);
  EXPECT_EQ(LowerTail(returns, 0.05).value_at_risk, 1);
  EXPECT_EQ(LowerTail(returns, 0.05).expected_shortfall, 0.5);
  EXPECT_NEAR(LowerTail(returns, 0.04).value_at_risk, 0.8, 1e-15);
  EXPECT_EQ(LowerTail(returns, 0.04).expected_shortfall, 0);
}

TEST(ReturnStatisticsTest, LowerTailOfOneReturn) {
  const Tail tail = LowerTail({-0.02}, 0.05);
  EXPECT_EQ(tail.value_at_risk, -0.02);
  EXPECT_EQ(tail.expected_shortfall, -0.02);
}

}  // namespace
}  // namespace admf
