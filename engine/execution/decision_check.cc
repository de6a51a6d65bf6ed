#include "engine/execution/decision_check.h"

#include <cstdint>

#include "absl/strings/str_format.h"

namespace admf {

absl::Status CheckDecisions(const BarSeries& bars,
                            std::span<const Decision> decisions) {
  int64_t previous = -1;
  for (const Decision& decision : decisions) {
    if (decision.bar <= previous) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "decisions must be in order of bars, one a bar: bar %d follows %d",
          decision.bar, previous));
    }
    previous = decision.bar;
  }
  if (previous >= static_cast<int64_t>(bars.size())) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "decision on bar %d of a series of %d bars", previous, bars.size()));
  }
  return absl::OkStatus();
}

}  // namespace admf
