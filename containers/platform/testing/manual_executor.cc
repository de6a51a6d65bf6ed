#include "containers/platform/testing/manual_executor.h"

#include <utility>

namespace admf {

void ManualExecutor::Schedule(absl::AnyInvocable<void()> task) {
  MutexLock lock(&mutex_);
  tasks_.push_back(std::move(task));
}

bool ManualExecutor::RunOne() {
  absl::AnyInvocable<void()> task;
  {
    MutexLock lock(&mutex_);
    if (tasks_.empty()) return false;
    task = std::move(tasks_.front());
    tasks_.pop_front();
  }
  task();
  return true;
}

int ManualExecutor::RunAll() {
  int count = 0;
  while (RunOne()) ++count;
  return count;
}

size_t ManualExecutor::pending() const {
  MutexLock lock(&mutex_);
  return tasks_.size();
}

}  // namespace admf
