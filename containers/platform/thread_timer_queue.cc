#include "containers/platform/thread_timer_queue.h"

#include <algorithm>
#include <chrono>

#include "engine/base/check.h"

namespace admf {
namespace {

// `delay` from `now`; the end of time where that can't be represented.
MonotonicTime DeadlineAfter(MonotonicTime now, absl::Duration delay) {
  const absl::Duration until_end = absl::FromChrono(MonotonicTime::max() - now);
  if (delay >= until_end) return MonotonicTime::max();
  return now + absl::ToChronoNanoseconds(std::max(delay, absl::Duration()));
}

}  // namespace

ThreadTimerQueue::ThreadTimerQueue(const Clock* clock)
    : clock_(clock), thread_([this] { Run(); }) {}

ThreadTimerQueue::~ThreadTimerQueue() { Stop(); }

void ThreadTimerQueue::Stop() {
  CHECK(std::this_thread::get_id() != thread_.get_id());
  // Destroyed without the lock: what they hold may call the queue.
  std::map<Key, absl::AnyInvocable<void()>> dropped;
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    std::swap(dropped, pending_);
    deadlines_.clear();
  }
  changed_.NotifyOne();
  if (thread_.joinable()) thread_.join();
}

TimerId ThreadTimerQueue::Schedule(absl::Duration delay,
                                   absl::AnyInvocable<void()> callback) {
  const MonotonicTime deadline = DeadlineAfter(clock_->MonotonicNow(), delay);
  TimerId id;
  bool comes_first = false;
  {
    MutexLock lock(&mutex_);
    id = ++last_id_;
    if (ending_) return id;
    deadlines_.emplace(id, deadline);
    pending_.emplace(Key(deadline, id), std::move(callback));
    comes_first = deadline < wake_time_;
  }
  if (comes_first) changed_.NotifyOne();
  return id;
}

bool ThreadTimerQueue::Cancel(TimerId id) {
  // Destroyed without the lock: what it holds may call the queue.
  absl::AnyInvocable<void()> callback;
  MutexLock lock(&mutex_);
  const auto deadline = deadlines_.find(id);
  if (deadline == deadlines_.end()) return false;
  const auto timer = pending_.find(Key(deadline->second, id));
  callback = std::move(timer->second);
  pending_.erase(timer);
  deadlines_.erase(deadline);
  return true;
}

void ThreadTimerQueue::Run() {
  while (absl::AnyInvocable<void()> callback = TakeDue()) {
    try {
      callback();
    } catch (...) {
      CHECK(!"a timer's callback threw an exception");
    }
  }
}

absl::AnyInvocable<void()> ThreadTimerQueue::TakeDue() {
  MutexLock lock(&mutex_);
  while (!ending_) {
    wake_time_ =
        pending_.empty() ? MonotonicTime::max() : pending_.begin()->first.first;
    const auto must_look = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ending_ ||
             (!pending_.empty() && pending_.begin()->first.first < wake_time_);
    };
    if (wake_time_ == MonotonicTime::max()) {
      changed_.Wait(&mutex_, must_look);
      continue;
    }
    if (changed_.WaitUntil(&mutex_, wake_time_, must_look)) continue;
    // What it has waited for may have been cancelled.
    if (pending_.empty()) continue;
    const Key first = pending_.begin()->first;
    if (first.first > wake_time_) continue;
    absl::AnyInvocable<void()> callback = std::move(pending_.begin()->second);
    pending_.erase(pending_.begin());
    deadlines_.erase(first.second);
    return callback;
  }
  return nullptr;
}

}  // namespace admf
