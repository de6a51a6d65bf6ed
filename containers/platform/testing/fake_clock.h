#pragma once

#include <map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "containers/platform/clock.h"
#include "containers/platform/mutex.h"
#include "containers/platform/timer_queue.h"

namespace admf {

/// A clock that stands still until a test moves it, and fires timers as it
/// does. It starts at 2020-01-01 00:00:00 UTC.
///
/// Thread-safe; only one thread may advance it at a time.
class FakeClock final : public Clock {
 public:
  absl::Time Now() const override;
  MonotonicTime MonotonicNow() const override;

  /// Moves both clocks by `duration`. Runs what was to run until then on this
  /// thread, in order, each with the clock at its own moment; what these
  /// callbacks schedule runs too if it is due.
  void Advance(absl::Duration duration);

  /// Sets the wall clock, as an operator does; the monotonic one goes on.
  void SetWallClock(absl::Time now);

  /// Runs `callback` when the clock is advanced to `delay` from now or beyond.
  TimerId RunAfter(absl::Duration delay, absl::AnyInvocable<void()> callback);
  /// True if the callback had not run yet and now will not.
  bool Remove(TimerId id);
  /// Number of callbacks that wait.
  int pending() const;

 private:
  using Key = std::pair<absl::Duration, TimerId>;

  // Moves on to the next callback that is due until `target` and takes it out;
  // moves to `target` and returns nullptr if there is none.
  absl::AnyInvocable<void()> TakeDue(absl::Duration target);

  mutable Mutex mutex_;

  // Since the clock was made.
  absl::Duration elapsed_ ABSL_GUARDED_BY(mutex_);
  // Of the wall clock when nothing had elapsed.
  absl::Time start_ ABSL_GUARDED_BY(mutex_) = absl::FromUnixSeconds(1577836800);
  std::map<Key, absl::AnyInvocable<void()>> timers_ ABSL_GUARDED_BY(mutex_);
  TimerId last_id_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace admf
