#include "engine/validation/efficiency.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace admf {

absl::StatusOr<double> CompoundedReturn(
    std::span<const StretchReturn> stretches) {
  if (stretches.empty()) {
    return absl::FailedPreconditionError("no split defines it");
  }
  double growth = 0;
  int64_t bars = 0;
  for (const StretchReturn& stretch : stretches) {
    growth +=
        static_cast<double>(stretch.bars) * std::log1p(stretch.annual_return);
    bars += stretch.bars;
  }
  return std::expm1(growth / static_cast<double>(bars));
}

absl::StatusOr<double> WalkForwardEfficiency(const WindowReturns& returns) {
  if (!(returns.in_sample > 0)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the in-sample return of a year, ", returns.in_sample,
                     ", is not above zero"));
  }
  return returns.out_of_sample / returns.in_sample;
}

}  // namespace admf
