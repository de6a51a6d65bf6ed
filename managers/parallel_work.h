#pragma once

#include "absl/functional/function_ref.h"

namespace admf {

/// The threads on which a workflow may do its work: as many as its slots, and
/// no more than its configuration wants.
///
/// Thread-safe.
class ParallelWork {
 public:
  virtual ~ParallelWork() = default;

  /// The most threads that work at once, the caller's included; at least 1.
  virtual int workers() const = 0;

  /// Calls `work` on up to workers() threads, the caller's among them, and
  /// returns when all calls have returned. Calls may begin late, and only the
  /// caller's is sure to begin, so each one takes from a common source what is
  /// left to do. What it calls must not throw and must not Run anything itself.
  virtual void Run(absl::FunctionRef<void()> work) = 0;
};

}  // namespace admf
