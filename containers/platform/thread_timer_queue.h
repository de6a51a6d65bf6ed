#pragma once

#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "containers/platform/clock.h"
#include "containers/platform/mutex.h"
#include "containers/platform/timer_queue.h"

namespace admf {

/// A TimerQueue on one thread of its own, which waits on the machine's
/// monotonic clock.
///
/// Thread-safe. The destructor stops the queue.
class ThreadTimerQueue final : public TimerQueue {
 public:
  /// @param clock tells the time deadlines are computed from; a clock of the
  ///              machine. Not owned, outlives the queue.
  explicit ThreadTimerQueue(const Clock* clock);
  ~ThreadTimerQueue() override;

  /// Drops the callbacks that have not run yet, lets a running one finish and
  /// joins the thread; what is scheduled afterwards never runs. Idempotent.
  /// Must not be called from a callback, nor by two threads at once.
  void Stop();

  TimerId Schedule(absl::Duration delay,
                   absl::AnyInvocable<void()> callback) override;
  bool Cancel(TimerId id) override;

 private:
  // Ids ascend, so equal deadlines keep the order of scheduling.
  using Key = std::pair<MonotonicTime, TimerId>;

  void Run();
  // Waits for the next callback that is due and takes it out; nullptr when the
  // queue is ending.
  absl::AnyInvocable<void()> TakeDue();

  const Clock* const clock_;

  Mutex mutex_;
  CondVar changed_;

  std::map<Key, absl::AnyInvocable<void()>> pending_ ABSL_GUARDED_BY(mutex_);
  std::map<TimerId, MonotonicTime> deadlines_ ABSL_GUARDED_BY(mutex_);
  TimerId last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  // When the thread looks again by itself. Only what comes before wakes it:
  // most timers guard calls that are answered soon, and are cancelled.
  MonotonicTime wake_time_ ABSL_GUARDED_BY(mutex_) = MonotonicTime::max();
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;

  // Last: it starts when everything it uses stands.
  std::thread thread_;
};

}  // namespace admf
