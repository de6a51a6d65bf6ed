#pragma once

#include "absl/functional/any_invocable.h"

namespace admf {

/// Runs tasks, now or later, on this thread or another one.
///
/// Implementations are thread-safe.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Hands over a task. Tasks start in the order in which they were scheduled
  /// and must not throw.
  virtual void Schedule(absl::AnyInvocable<void()> task) = 0;
};

}  // namespace admf
