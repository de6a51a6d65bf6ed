#include "engine/validation/efficiency.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace admf {

absl::StatusOr<double> WalkForwardEfficiency(const WindowReturns& returns) {
  if (!(returns.in_sample > 0)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the in-sample return of a year, ", returns.in_sample,
                     ", is not above zero"));
  }
  return returns.out_of_sample / returns.in_sample;
}

absl::StatusOr<double> WalkForwardEfficiency(
    std::span<const WindowReturns> windows) {
  if (windows.empty()) {
    return absl::FailedPreconditionError(
        "no window defines its return of a year, in sample and out of it");
  }
  WindowReturns mean = {0, 0};
  for (const WindowReturns& window : windows) {
    mean.in_sample += window.in_sample;
    mean.out_of_sample += window.out_of_sample;
  }
  mean.in_sample /= static_cast<double>(windows.size());
  mean.out_of_sample /= static_cast<double>(windows.size());
  return WalkForwardEfficiency(mean);
}

}  // namespace admf
