#pragma once

#include "absl/time/time.h"
#include "containers/platform/clock.h"

namespace admf {

/// The machine's clocks. Only server/main.cc makes one; everything else is
/// handed a Clock.
class RealClock final : public Clock {
 public:
  absl::Time Now() const override;
  MonotonicTime MonotonicNow() const override;
};

}  // namespace admf
