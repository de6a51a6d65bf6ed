#pragma once

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"

namespace admf {

/// What one stretch of bars earned.
struct StretchReturn {
  /// As a return of a year (the metric annual_return), above -1.
  double annual_return;
  /// Bars that it had, > 0.
  int64_t bars;
};

/// The return of a year of all stretches one after another:
/// exp(sum of bars x ln(1 + annual return) / sum of bars) - 1. A plain mean
/// would be ruled by short stretches: one of two weeks that earns a tenth has a
/// return of a year of about ten, and none can lose more than everything.
/// FAILED_PRECONDITION without stretches.
absl::StatusOr<double> CompoundedReturn(
    std::span<const StretchReturn> stretches);

/// What a walk-forward earned, as returns of a year.
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

}  // namespace admf
