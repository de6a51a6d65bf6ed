#include "coordinator/slot_workers.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "containers/platform/mutex.h"
#include "engine/base/check.h"

namespace admf {

struct SlotWorkers::Crew {
  Mutex mutex;
  CondVar changed;
  /// What is being done; null between two calls of Run.
  const absl::FunctionRef<void()>* work ABSL_GUARDED_BY(mutex) = nullptr;
  /// Tasks that the executor has not begun.
  int scheduled ABSL_GUARDED_BY(mutex) = 0;
  /// Threads at work, without the caller's.
  int helping ABSL_GUARDED_BY(mutex) = 0;
  /// What the first call that has thrown has thrown.
  std::exception_ptr failure ABSL_GUARDED_BY(mutex);
};

SlotWorkers::SlotWorkers(Executor* executor, int workers)
    : executor_(executor),
      workers_(std::max(workers, 1)),
      crew_(std::make_shared<Crew>()) {}

void SlotWorkers::Run(absl::FunctionRef<void()> work) {
  int missing = 0;
  {
    MutexLock lock(&crew_->mutex);
    CHECK(crew_->work == nullptr);
    crew_->work = &work;
    crew_->failure = nullptr;
    missing = workers_ - 1 - crew_->scheduled;
    crew_->scheduled += missing;
  }
  for (int i = 0; i < missing; ++i) {
    executor_->Schedule([crew = crew_] { Help(*crew); });
  }
  {
    const absl::Cleanup close = [this] { Close(); };
    work();
  }
  std::exception_ptr failure;
  {
    MutexLock lock(&crew_->mutex);
    failure = std::exchange(crew_->failure, nullptr);
  }
  if (failure) std::rethrow_exception(failure);
}

void SlotWorkers::Help(Crew& crew) {
  const absl::FunctionRef<void()>* work = nullptr;
  {
    MutexLock lock(&crew.mutex);
    --crew.scheduled;
    if (crew.work == nullptr) return;
    work = crew.work;
    ++crew.helping;
  }
  std::exception_ptr failure;
  try {
    (*work)();
  } catch (...) {
    failure = std::current_exception();
  }
  MutexLock lock(&crew.mutex);
  if (failure && !crew.failure) crew.failure = std::move(failure);
  --crew.helping;
  crew.changed.NotifyAll();
}

void SlotWorkers::Close() {
  MutexLock lock(&crew_->mutex);
  crew_->work = nullptr;
  crew_->changed.Wait(&crew_->mutex,
                      [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(crew_->mutex) {
                        return crew_->helping == 0;
                      });
}

}  // namespace admf
