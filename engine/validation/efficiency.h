#pragma once

#include <span>

#include "absl/status/statusor.h"

namespace admf {

/// What a window of a walk-forward earned, as returns of a year (the metric
/// annual_return).
struct WindowReturns {
  double in_sample;
  double out_of_sample;
};

/// Walk-forward efficiency: the return of a year out of sample as a part of the
/// one in sample (Pardo: "The evaluation and optimization of trading
/// strategies", 2nd edition, 2008, chapter 11, which calls 0.5 and more a sign
/// that a strategy is sound). FAILED_PRECONDITION with the reason if the return
/// in sample is not above zero: then the quotient says nothing.
absl::StatusOr<double> WalkForwardEfficiency(const WindowReturns& returns);

/// Of all windows: the mean return of a year out of sample by the mean one in
/// sample. The mean of the windows' own efficiencies would be ruled by those
/// with hardly any return in sample. FAILED_PRECONDITION also without windows.
absl::StatusOr<double> WalkForwardEfficiency(
    std::span<const WindowReturns> windows);

}  // namespace admf
