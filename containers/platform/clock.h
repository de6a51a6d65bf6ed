#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace admf {

/// A moment that only moves forward, at the same pace, whatever happens to the
/// wall clock. Only differences have a meaning.
using MonotonicTime = std::chrono::steady_clock::time_point;

/// Where everything gets the time from. Results say when with Now(); deadlines
/// and durations are computed with MonotonicNow(), because a wall clock that is
/// set must neither end a workflow nor make one immortal.
///
/// Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  /// The wall clock.
  virtual absl::Time Now() const = 0;
  /// The clock for deadlines and durations.
  virtual MonotonicTime MonotonicNow() const = 0;
};

}  // namespace admf
