#pragma once

#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"

namespace admf {

/// An Executor with a fixed number of threads and one queue, first in, first
/// out. The queue is not bounded: admission is the coordinator's business.
///
/// Thread-safe. A task that throws is a broken invariant and ends the process.
class ThreadPool final : public Executor {
 public:
  struct Options {
    /// Number of threads, at least 1.
    int threads = 1;
  };
  /// INVALID_ARGUMENT for less than one thread, RESOURCE_EXHAUSTED if the
  /// system can't make them.
  static absl::StatusOr<std::unique_ptr<ThreadPool>> Create(Options options);

  /// Shuts down.
  ~ThreadPool() override;

  /// Must not be called after Shutdown, except by the pool's own tasks.
  void Schedule(absl::AnyInvocable<void()> task) override;

  /// Runs every task that was scheduled, and those that these schedule, and
  /// joins the threads. Cancelling long tasks is up to who scheduled them.
  /// Idempotent; waits if another thread is shutting down. Must not be called
  /// by a task.
  void Shutdown();

  int threads() const { return threads_; }

 private:
  explicit ThreadPool(int threads) : threads_(threads) {}

  // What every thread does.
  void Work();
  // Waits for a task and counts it as running; nullptr when shutting down.
  absl::AnyInvocable<void()> TakeTask();
  // Whether a thread has to be woken up for the queue: if there is one that
  // sleeps, and none is on its way already. Waking one per task would have them
  // all fight for the lock and the processor while tasks are short.
  bool NeedsWakeUpLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int threads_;

  // Held while joining, so that a second Shutdown waits for the first.
  Mutex join_mutex_;
  std::vector<std::thread> workers_ ABSL_GUARDED_BY(join_mutex_);

  Mutex mutex_;
  CondVar changed_;

  std::deque<absl::AnyInvocable<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  int running_tasks_ ABSL_GUARDED_BY(mutex_) = 0;
  int sleeping_ ABSL_GUARDED_BY(mutex_) = 0;
  // A thread was woken up and has not looked at the queue yet.
  bool waking_ ABSL_GUARDED_BY(mutex_) = false;
  bool shutting_down_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
