#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "containers/platform/mutex.h"
#include "coordinator/limits.h"
#include "coordinator/workflow_queue.h"
#include "coordinator/workflow_run.h"

namespace admf {

/// Decides when which workflow runs: in the order of the queue, as many as the
/// limits allow. Slots in use are computed from the runs that there are, never
/// counted on the side.
///
/// Thread-safe. Callbacks run without a lock held, on any thread.
class Dispatcher {
 public:
  struct Options {
    Limits limits;
    WorkflowRun::Environment runs;
    /// Called after each end of a run, before its slots are free again.
    absl::AnyInvocable<void()> on_run_ended;
  };
  explicit Dispatcher(Options options);
  /// Everything must be over: see Drain.
  ~Dispatcher();

  /// Starts with what the journal has: first with `executing`, which the end of
  /// the last server has interrupted, as many at once as the limits allow, then
  /// with the queue. Call once; nothing is started before.
  void Start(const std::vector<QueuedWorkflow>& executing);

  /// Lets a workflow wait for its turn; it is committed as QUEUED. If it is
  /// just coming to rest, its turn is after that.
  void Enqueue(QueuedWorkflow workflow);

  /// The run of a workflow that is being executed, or will go on with that;
  /// nullptr if there is none. In that case it isn't started before the
  /// matching Unhold, so that what is committed meanwhile finds it waiting.
  std::shared_ptr<WorkflowRun> FindOrHold(std::string_view workflow_id);
  void Unhold(std::string_view workflow_id);

  /// Stops a run; one that waits to go on needs no slot to end.
  void Stop(const std::shared_ptr<WorkflowRun>& run, StopCause cause);

  /// Tries again what a failing disk has prevented.
  void Dispatch();
  /// The journal may have a queued workflow that Enqueue wasn't told of.
  void LookAgain();

  /// Those that are being executed.
  std::vector<std::string> RunningIds() const;
  /// How many are being executed, and how many of them are QUEUED in the
  /// journal as yet.
  struct Count {
    int running = 0;
    int starting = 0;
  };
  Count count() const;

  /// Starts nothing any more, lets what is running go on for `grace`,
  /// interrupts it then, and calls `done` when nothing is left. Call once.
  void Drain(absl::Duration grace, absl::AnyInvocable<void()> done);

 private:
  struct Running {
    std::shared_ptr<WorkflowRun> run;
    int cpu_cores = 1;
    /// Whether it was interrupted, and there was no slot for it as yet.
    bool waits = false;
    /// Its place in the queue if it was resumed while coming to rest.
    std::optional<QueuedWorkflow> next;
  };

  /// The next workflow that may start, put among the running ones; nullptr if
  /// there is none.
  std::shared_ptr<WorkflowRun> TakeNext();
  bool FitsLocked(int cpu_cores) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int ActiveLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<WorkflowRun> RunLocked(const QueuedWorkflow& next)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Begin(const std::shared_ptr<WorkflowRun>& run);
  /// Reads the next ones of the queue. False if there is nothing new.
  bool Refill();
  void Ended(const std::string& id);
  void InterruptAll();
  void CheckDrained();

  Options options_;

  mutable Mutex mutex_;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  WorkflowQueue queue_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Running, std::less<>> running_ ABSL_GUARDED_BY(mutex_);
  /// Those of `running_` that wait, in their order.
  std::deque<std::string> interrupted_ ABSL_GUARDED_BY(mutex_);
  /// With the number of those who hold it.
  std::map<std::string, int, std::less<>> held_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::AnyInvocable<void()> drained_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
