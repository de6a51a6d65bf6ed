#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/return_moments.h"

namespace admf {

// Figures of a column of period returns. `periods` is the number of periods in
// a year, `risk_free_rate` the rate of a year. docs/metrics.md says where the
// formulas come from and when they mislead.

/// growth^(periods / count) - 1, where `growth` > 0 is what one unit of money
/// became in `count` > 0 periods: the compounded return of a year.
double AnnualReturn(double growth, int64_t count, double periods);

/// Sample deviation x sqrt(periods). Two returns or more.
double Volatility(const ReturnMoments& returns, double periods);

/// (mean - risk-free rate of a period) / sample deviation x sqrt(periods). The
/// rate of a period compounds to that of the year. Not if constant.
double SharpeRatio(const ReturnMoments& returns, double periods,
                   double risk_free_rate);

/// The deviation of a year's compounded return if the periods are independent:
/// sqrt((variance + (1 + g)^2)^periods - (1 + g)^(2 periods)), where g is the
/// geometric mean return (1 + annual_return)^(1 / periods) - 1.
double GeometricVolatility(const ReturnMoments& returns, double periods,
                           double annual_return);

/// (annual_return - risk_free_rate) / GeometricVolatility. Not if constant.
double GeometricSharpeRatio(const ReturnMoments& returns, double periods,
                            double annual_return, double risk_free_rate);

/// sqrt(mean of min(return, 0)^2) x sqrt(periods).
double DownsideRisk(const ReturnMoments& returns, double periods);

/// (annual_return - risk_free_rate) / DownsideRisk. Not without a loss.
double SortinoRatio(const ReturnMoments& returns, double periods,
                    double annual_return, double risk_free_rate);

/// The lower tail of a column of returns. Both are returns: negative for
/// losses.
struct Tail {
  /// The quantile, linear between the two nearest returns (Hyndman and Fan,
  /// "Sample quantiles in statistical packages", 1996, type 7).
  double value_at_risk;
  /// The mean of the floor(fraction x (count - 1)) + 1 lowest returns.
  double expected_shortfall;
};

/// `fraction` in (0, 1), such as 0.05. At least one return; they are reordered.
Tail LowerTail(std::vector<double> returns, double fraction);

}  // namespace admf
