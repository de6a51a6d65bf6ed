#include "containers/platform/testing/fake_clock.h"

#include <algorithm>

namespace admf {

absl::Time FakeClock::Now() const {
  MutexLock lock(&mutex_);
  return start_ + elapsed_;
}

MonotonicTime FakeClock::MonotonicNow() const {
  MutexLock lock(&mutex_);
  return MonotonicTime(absl::ToChronoNanoseconds(elapsed_));
}

void FakeClock::Advance(absl::Duration duration) {
  absl::Duration target;
  {
    MutexLock lock(&mutex_);
    target = elapsed_ + duration;
  }
  while (absl::AnyInvocable<void()> callback = TakeDue(target)) callback();
}

absl::AnyInvocable<void()> FakeClock::TakeDue(absl::Duration target) {
  MutexLock lock(&mutex_);
  const auto first = timers_.begin();
  if (first == timers_.end() || first->first.first > target) {
    elapsed_ = std::max(elapsed_, target);
    return nullptr;
  }
  elapsed_ = std::max(elapsed_, first->first.first);
  absl::AnyInvocable<void()> callback = std::move(first->second);
  timers_.erase(first);
  return callback;
}

void FakeClock::SetWallClock(absl::Time now) {
  MutexLock lock(&mutex_);
  start_ = now - elapsed_;
}

TimerId FakeClock::RunAfter(absl::Duration delay,
                            absl::AnyInvocable<void()> callback) {
  MutexLock lock(&mutex_);
  const TimerId id = ++last_id_;
  const absl::Duration due = elapsed_ + std::max(delay, absl::Duration());
  timers_.emplace(Key(due, id), std::move(callback));
  return id;
}

bool FakeClock::Remove(TimerId id) {
  MutexLock lock(&mutex_);
  const auto timer = std::find_if(
      timers_.begin(), timers_.end(),
      [id](const auto& entry) { return entry.first.second == id; });
  if (timer == timers_.end()) return false;
  timers_.erase(timer);
  return true;
}

int FakeClock::pending() const {
  MutexLock lock(&mutex_);
  return static_cast<int>(timers_.size());
}

}  // namespace admf
