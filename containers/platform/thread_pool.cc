#include "containers/platform/thread_pool.h"

#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace admf {

absl::StatusOr<std::unique_ptr<ThreadPool>> ThreadPool::Create(
    Options options) {
  if (options.threads < 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a thread pool needs at least 1 thread, not ", options.threads));
  }
  auto pool = absl::WrapUnique(new ThreadPool(options.threads));
  try {
    MutexLock lock(&pool->join_mutex_);
    for (int i = 0; i < options.threads; ++i) {
      pool->workers_.emplace_back([pool = pool.get()] { pool->Work(); });
    }
  } catch (const std::system_error& error) {
    return absl::ResourceExhaustedError(
        absl::StrCat("cannot start ", options.threads,
                     " threads: ", error.code().message()));
  }
  return pool;
}

ThreadPool::~ThreadPool() { Shutdown(); }

void ThreadPool::Schedule(absl::AnyInvocable<void()> task) {
  bool wake_up = false;
  {
    MutexLock lock(&mutex_);
    // While a task runs there is a thread that will look at the queue again.
    CHECK(!shutting_down_ || running_tasks_ > 0);
    queue_.push_back(std::move(task));
    wake_up = NeedsWakeUpLocked();
  }
  if (wake_up) changed_.NotifyOne();
}

bool ThreadPool::NeedsWakeUpLocked() {
  if (queue_.empty() || sleeping_ == 0 || waking_) return false;
  waking_ = true;
  return true;
}

void ThreadPool::Shutdown() {
  {
    MutexLock lock(&mutex_);
    shutting_down_ = true;
  }
  changed_.NotifyAll();
  MutexLock lock(&join_mutex_);
  for (std::thread& worker : workers_) {
    CHECK(std::this_thread::get_id() != worker.get_id());
    worker.join();
  }
  workers_.clear();
}

void ThreadPool::Work() {
  while (absl::AnyInvocable<void()> task = TakeTask()) {
    try {
      task();
    } catch (...) {
      CHECK(!"a task of a thread pool threw an exception");
    }
    // What the task holds ends while it still counts as running.
    task = nullptr;
    MutexLock lock(&mutex_);
    --running_tasks_;
  }
}

absl::AnyInvocable<void()> ThreadPool::TakeTask() {
  absl::AnyInvocable<void()> task;
  bool wake_up = false;
  {
    MutexLock lock(&mutex_);
    if (queue_.empty() && !shutting_down_) {
      ++sleeping_;
      changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        waking_ = false;  // Whoever gets here is awake.
        return shutting_down_ || !queue_.empty();
      });
      --sleeping_;
    }
    if (queue_.empty()) return nullptr;
    task = std::move(queue_.front());
    queue_.pop_front();
    ++running_tasks_;
    // One wakes the next, while there is work for it.
    wake_up = NeedsWakeUpLocked();
  }
  if (wake_up) changed_.NotifyOne();
  return task;
}

}  // namespace admf
