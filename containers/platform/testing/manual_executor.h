#pragma once

#include <cstddef>
#include <deque>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Keeps tasks until the test runs them, on the test's thread, in order.
/// Thread-safe. Tasks that were not run are dropped.
class ManualExecutor final : public Executor {
 public:
  void Schedule(absl::AnyInvocable<void()> task) override;

  /// Runs the oldest task; false if there is none.
  bool RunOne();
  /// Runs tasks, and what they schedule, until there is none. Returns how many.
  int RunAll();
  /// Number of tasks that wait.
  size_t pending() const;

 private:
  mutable Mutex mutex_;
  std::deque<absl::AnyInvocable<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
