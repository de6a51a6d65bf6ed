#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/base/thread_annotations.h"

namespace admf {

/// A std::mutex that clang's -Wthread-safety understands. absl::Mutex is not
/// used because the system's library is not instrumented, which makes
/// ThreadSanitizer report races that are none.
///
///   Mutex mutex_;
///   std::deque<Task> queue_ ABSL_GUARDED_BY(mutex_);
class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

/// Holds a mutex for as long as it lives.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    mutex_->Lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_->Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex* const mutex_;
};

/// A condition variable for Mutex. Waiting always takes a predicate, so that a
/// spurious wake-up can't be mistaken for a signal. The predicate runs with the
/// mutex held and is annotated with it:
///
///   MutexLock lock(&mutex_);
///   changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
///     return !queue_.empty();
///   });
///
/// Thread-safe. All waiters of one CondVar use the same mutex.
class CondVar {
 public:
  CondVar() = default;
  CondVar(const CondVar&) = delete;
  CondVar& operator=(const CondVar&) = delete;

  /// Waits until `predicate()` holds.
  // The analysis can't see that the predicate's mutex is `mutex`.
  template <typename Predicate>
  void Wait(Mutex* mutex, Predicate predicate)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    condition_.wait(lock, std::move(predicate));
    lock.release();
  }

  /// Waits until `predicate()` holds or `deadline` has come. Returns what
  /// `predicate()` says then.
  template <typename Predicate>
  bool WaitUntil(Mutex* mutex, std::chrono::steady_clock::time_point deadline,
                 Predicate predicate)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex->mutex_, std::adopt_lock);
    const bool holds =
        condition_.wait_until(lock, deadline, std::move(predicate));
    lock.release();
    return holds;
  }

  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace admf
