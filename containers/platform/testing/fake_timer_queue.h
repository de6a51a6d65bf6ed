#pragma once

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/timer_queue.h"

namespace admf {

/// A TimerQueue whose callbacks run when a FakeClock is advanced, on the thread
/// that advances it. Thread-safe as far as FakeClock is.
class FakeTimerQueue final : public TimerQueue {
 public:
  /// @param clock not owned, outlives the queue and what is scheduled here.
  explicit FakeTimerQueue(FakeClock* clock) : clock_(clock) {}

  TimerId Schedule(absl::Duration delay,
                   absl::AnyInvocable<void()> callback) override {
    return clock_->RunAfter(delay, std::move(callback));
  }
  bool Cancel(TimerId id) override { return clock_->Remove(id); }

 private:
  FakeClock* const clock_;
};

}  // namespace admf
