#include "engine/metrics/sharpe_statistics.h"

#include <cmath>
#include <numbers>

#include "boost/math/distributions/normal.hpp"

namespace admf {

std::optional<double> ProbabilisticSharpeRatio(const SharpeSample& sample,
                                               double benchmark) {
  const double sharpe = sample.sharpe_ratio;
  const double variance = 1 - sample.skewness * sharpe +
                          (sample.kurtosis - 1) / 4 * sharpe * sharpe;
  // The negation also takes a NaN.
  if (sample.observations < 2 || !(variance > 0)) return std::nullopt;
  const double z = (sharpe - benchmark) *
                   std::sqrt(static_cast<double>(sample.observations - 1)) /
                   std::sqrt(variance);
  if (std::isinf(z)) return z > 0 ? 1.0 : 0.0;
  return boost::math::cdf(boost::math::normal(), z);
}

double ExpectedMaximumSharpe(int64_t trials, double deviation) {
  if (trials == 1) return 0;
  const boost::math::normal normal;
  const double n = static_cast<double>(trials);
  // The quantiles of the upper tails 1 / n and 1 / (n e), which would lose
  // digits as 1 - 1 / n.
  const double expected =
      (1 - std::numbers::egamma) *
          boost::math::quantile(boost::math::complement(normal, 1 / n)) +
      std::numbers::egamma * boost::math::quantile(boost::math::complement(
                                 normal, 1 / (n * std::numbers::e)));
  return deviation * expected;
}

std::optional<double> DeflatedSharpeRatio(const SharpeSample& sample,
                                          int64_t trials, double deviation) {
  return ProbabilisticSharpeRatio(sample,
                                  ExpectedMaximumSharpe(trials, deviation));
}

}  // namespace admf
