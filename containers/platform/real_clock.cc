#include "containers/platform/real_clock.h"

#include <chrono>

#include "absl/time/clock.h"

namespace admf {

absl::Time RealClock::Now() const { return absl::Now(); }

MonotonicTime RealClock::MonotonicNow() const {
  return std::chrono::steady_clock::now();
}

}  // namespace admf
