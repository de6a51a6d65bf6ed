#include "engine/validation/block_length.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/metrics/return_moments.h"

namespace admf {
namespace {

/// K_N = max(5, sqrt(log10(n))) of the article is 5 for every n below 10^25.
constexpr size_t kQuietLags = 5;

/// Autocovariances at lags 0 to `lags`, with the divisor n.
std::vector<double> Autocovariances(std::span<const double> values, double mean,
                                    size_t lags) {
  std::vector<double> covariances;
  for (size_t lag = 0; lag <= lags; ++lag) {
    double sum = 0;
    for (size_t i = lag; i < values.size(); ++i) {
      sum += (values[i] - mean) * (values[i - lag] - mean);
    }
    covariances.push_back(sum / static_cast<double>(values.size()));
  }
  return covariances;
}

/// The smallest m >= 0 after which kQuietLags autocorrelations in a row are
/// insignificant; the last significant lag if there is none.
size_t LastLoudLag(std::span<const double> covariances, double threshold) {
  size_t loud = 0;
  for (size_t lag = 1; lag < covariances.size(); ++lag) {
    if (std::abs(covariances[lag]) >= threshold * covariances[0]) {
      loud = lag;
    } else if (lag - loud >= kQuietLags) {
      break;
    }
  }
  return loud;
}

double FlatTop(double t) { return std::min(1.0, 2 * (1 - std::abs(t))); }

}  // namespace

absl::StatusOr<double> AutomaticBlockLength(std::span<const double> returns) {
  if (returns.size() < kMinimumReturns) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", returns.size(), " returns; at least ",
                     kMinimumReturns, " are needed"));
  }
  const ReturnMoments moments = ReturnMoments::Of(returns);
  if (moments.constant()) return 1;
  const auto n = static_cast<double>(returns.size());
  // The lags that are looked at: ceil(sqrt(n)) and those that must be quiet.
  const size_t most =
      std::min(static_cast<size_t>(std::ceil(std::sqrt(n))) + kQuietLags,
               returns.size() - 1);
  const std::vector<double> covariances =
      Autocovariances(returns, moments.mean(), most);
  const size_t loud =
      LastLoudLag(covariances, 2 * std::sqrt(std::log10(n) / n));
  const size_t width = std::min(2 * std::max<size_t>(loud, 1), most);
  double weighted = 0;
  double plain = covariances[0];
  for (size_t lag = 1; lag <= width; ++lag) {
    const auto k = static_cast<double>(lag);
    const double term =
        2 * FlatTop(k / static_cast<double>(width)) * covariances[lag];
    weighted += term * k;
    plain += term;
  }
  // The density at zero is estimated as zero or less: no length follows.
  if (!(plain > 0)) return 1;
  const double ratio = weighted / plain;
  const double length = std::cbrt(ratio * ratio * n);
  const double limit = std::ceil(std::min(3 * std::sqrt(n), n / 3));
  return std::clamp(length, 1.0, limit);
}

}  // namespace admf
