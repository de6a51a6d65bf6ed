#pragma once

#include <cstdint>
#include <optional>

namespace admf {

// How sure a Sharpe ratio is. Sharpe ratios here are those of one period, not
// annualised, and `observations` counts these periods.

/// What is known of the returns that a Sharpe ratio comes from.
struct SharpeSample {
  double sharpe_ratio;
  int64_t observations;
  /// Standardised moments of the returns; 0 and 3 for a normal distribution.
  double skewness = 0;
  double kurtosis = 3;
};

/// The probability that the true Sharpe ratio is above `benchmark`: Bailey and
/// Lopez de Prado, "The Sharpe ratio efficient frontier", Journal of Risk
/// 15(2), 2012, equation 11. Nothing with fewer than two observations, or where
/// the estimate's variance is not positive, which extreme moments make of it.
std::optional<double> ProbabilisticSharpeRatio(const SharpeSample& sample,
                                               double benchmark);

/// The Sharpe ratio that the best of `trials` >= 1 strategies without any skill
/// is expected to show, where the trials' ratios have the standard deviation
/// `deviation`: Bailey and Lopez de Prado, "The deflated Sharpe ratio", Journal
/// of Portfolio Management 40(5), 2014, equation 1. An approximation for many
/// trials; 0 for one.
double ExpectedMaximumSharpe(int64_t trials, double deviation);

/// The probability that the true Sharpe ratio is above zero although it is the
/// best one of `trials`: ProbabilisticSharpeRatio against ExpectedMaximumSharpe
/// (same article, equation 2).
std::optional<double> DeflatedSharpeRatio(const SharpeSample& sample,
                                          int64_t trials, double deviation);

}  // namespace admf
