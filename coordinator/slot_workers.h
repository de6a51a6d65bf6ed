#pragma once

#include <memory>

#include "absl/functional/function_ref.h"
#include "containers/platform/executor.h"
#include "managers/parallel_work.h"

namespace admf {

/// The computation slots of one workflow: the thread that executes its phase,
/// and as many threads of the executor as it has further slots.
///
/// Between two calls of Run, and once a call has nothing left to do, only the
/// workflow's own thread is its: the others work for whoever comes next in the
/// executor's queue. Run takes back what the executor has not begun when the
/// caller is done, so that a busy executor, even one without other threads,
/// never holds it up.
///
/// At most workers() - 1 tasks of it are in the executor's queue at any time;
/// those that are left over by one Run serve the next one. They may outlive the
/// object, and do nothing then.
///
/// Thread-safe, but Run is called by one thread at a time.
class SlotWorkers final : public ParallelWork {
 public:
  /// @param executor not owned, outlives the object
  /// @param workers  the most threads that work at once, at least 1
  SlotWorkers(Executor* executor, int workers);

  int workers() const override { return workers_; }
  void Run(absl::FunctionRef<void()> work) override;

 private:
  struct Crew;

  /// What a thread of the executor does: takes part in what is being done, if
  /// anything is.
  static void Help(Crew& crew);
  /// Lets nobody begin any more and waits for those who have.
  void Close();

  Executor* const executor_;
  const int workers_;
  /// Shared with the tasks.
  const std::shared_ptr<Crew> crew_;
};

}  // namespace admf
