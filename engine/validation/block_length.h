#pragma once

#include <cstddef>
#include <span>

#include "absl/status/statusor.h"

namespace admf {

/// The mean number of returns in a block that the stationary bootstrap wants
/// for these returns: Politis, White, "Automatic block-length selection for the
/// dependent bootstrap", Econometric Reviews 23(1), 2004, with the correction
/// of Patton, Politis, White, Econometric Reviews 28(4), 2009.
///
/// With R(k) the autocovariance (divisor n), m the first lag after which 5
/// autocorrelations in a row are below 2 sqrt(log10(n) / n) (the last that is
/// not, where there is none), M = 2 max(m, 1), no lag above ceil(sqrt(n)) + 5
/// being looked at, and the flat-top window w(t) = min(1, 2 (1 - |t|)):
///
///   G = sum over |k| <= M of w(k / M) |k| R(k)
///   g = sum over |k| <= M of w(k / M) R(k)
///   length = (G^2 / g^2)^(1/3) n^(1/3)
///
/// in [1, ceil(min(3 sqrt(n), n / 3))]; 1 for returns that are all the same or
/// whose g is not above zero. INVALID_ARGUMENT with fewer than kMinimumReturns.
absl::StatusOr<double> AutomaticBlockLength(std::span<const double> returns);

inline constexpr size_t kMinimumReturns = 8;

}  // namespace admf
