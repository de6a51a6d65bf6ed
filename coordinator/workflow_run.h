#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "containers/container_lifecycle_manager.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"
#include "containers/platform/timer_queue.h"
#include "coordinator/event_log.h"
#include "coordinator/log.h"
#include "coordinator/pause_switch.h"
#include "coordinator/progress_reporter.h"
#include "coordinator/result_builder.h"
#include "coordinator/run_commits.h"
#include "coordinator/run_plan.h"
#include "coordinator/slot_workers.h"
#include "managers/workflow_manager_factory.h"

namespace admf {

/// Executes one workflow from where the journal says that it stands to its end,
/// or to where it rests: paused, or interrupted by a shutdown. RunPlan decides
/// what comes next, this does it.
///
///   load -> container -> restore -> phase -> ... -> phase n -> completed
///                                    |  ^              ^
///                                    |  '- wait, retry |
///                                    |- failed, stopped: on to FINALIZATION
///                                    '- paused, interrupted: rest
///
/// A fresh workflow, a resumed one and one that a crash has interrupted take
/// the same way: what they have finished is read, not done again.
///
/// No thread waits: each step ends by handing its events to the journal, and
/// schedules the next one on the executor. So at most one thread works on a run
/// at a time, but for those that a phase calls in for as long as it has work
/// for them (SlotWorkers). The container is given back on every path.
///
/// The next phase begins at once, and phases that are quicker than the disk
/// share a commit. Nobody sees what isn't committed, and a crash only means
/// that what was not is executed again. Everything else waits until all events
/// so far are committed:
///  - the first phase for `started` or `recovered`, as these count crashes;
///  - a rest, the wait before another try, and the end;
///  - a phase, while the disk fails: a run is never further ahead than by the
///    phases that it has begun when that is noticed, and they are few;
///  - each phase of a workflow that has been in a crash, or of any if a single
///    crash is one too many: the next crash must find in the journal which
///    phase it belongs to. So the first crash may count for an earlier phase
///    than the one that caused it, and no later one.
/// After a commit that has failed, as when the journal was closed before the
/// disk came back, the phase is told to stop, and nothing follows it.
///
/// RequestStop and UpdatePause are thread-safe; the rest
/// happens on the executor.
class WorkflowRun : public std::enable_shared_from_this<WorkflowRun> {
 public:
  /// All of them outlive the run.
  struct Environment {
    const WorkflowManagerFactory* managers = nullptr;
    ContainerLifecycleManager* containers = nullptr;
    EventLog* events = nullptr;
    Executor* executor = nullptr;
    TimerQueue* timers = nullptr;
    Log* log = nullptr;
    /// Of the program, for results.
    std::string code_version;
    /// See LimitsConfig.max_crashes_per_phase.
    int max_crashes_per_phase = 3;
  };

  WorkflowRun(std::string workflow_id, const Environment& environment);

  /// Begins. `done` is called once everything is over, container and all.
  void Start(absl::AnyInvocable<void()> done);

  /// Asks running work to stop; it notices within 100 ms. Idempotent.
  void RequestStop(StopCause cause);

  /// Tells it whether to rest at the next checkpoint, as the journal has it; in
  /// a phase that is resumable that is at once. Statuses may come in any order;
  /// the newest counts.
  void UpdatePause(const admf::v1::WorkflowStatus& status) {
    pause_.Update(status);
  }

  /// Whether the journal knows that it left the queue.
  bool begun() const { return begun_; }

  const std::string& id() const { return id_; }

 private:
  using Events = RunPlan::Events;
  using Step = void (WorkflowRun::*)();

  // Steps.
  void Load();
  void Begin();
  void AcquireContainer();
  void Proceed();
  void ExecutePhase();
  void BackOff();
  void GoToRest();
  void Complete();

  void LoadFailed(const absl::Status& status);
  absl::Status TakeOver(const StoredWorkflow& stored);
  absl::Status Restore();
  void ContainerFailed(absl::Status failure);
  absl::StatusOr<PhaseOutcome> Try();
  /// Calls `work` with what a phase knows and a stop token of its own, which
  /// is requested when `stop` is.
  template <typename Work>
  auto InPhase(admf::v1::WorkflowPhase phase, const std::stop_token& stop,
               Work work);
  bool ShouldRetry(const absl::Status& failure) const;
  /// The step for what the plan says is next; adds the events that say so.
  Step ChooseNext(Events* events);
  void CompleteAs(admf::v1::WorkflowState state);
  absl::Status ErrorOf(admf::v1::WorkflowState state) const;
  void ReleaseContainer();
  void End();

  /// Hands over the events, and schedules `next` when they are committed or, if
  /// it may go ahead, at once; keeps those before Complete for its own commit.
  void CommitThen(Events events, Step next);
  bool MayGoAhead() const;
  void CommitFailed(const absl::Status& status);
  void Schedule(Step step);
  /// Schedules `step` after `delay`, or as soon as the run is to stop.
  void ScheduleAfter(absl::Duration delay, Step step);

  StopCause stop_cause() const { return stop_cause_.load(); }
  bool ends_early() const { return plan_.ends_early(stop_cause()); }

  const std::string id_;
  const Environment environment_;

  // Have their own synchronisation.
  RunCommits commits_;
  PauseSwitch pause_;
  std::stop_source stop_;
  // The first one.
  std::atomic<StopCause> stop_cause_{StopCause::kNone};
  // Whatever came first.
  std::atomic<bool> shutting_down_{false};
  std::atomic<bool> begun_{false};

  Mutex mutex_;
  /// Of the step that waits for its time.
  std::optional<TimerId> waiting_ ABSL_GUARDED_BY(mutex_);
  Step waiting_step_ ABSL_GUARDED_BY(mutex_) = nullptr;

  // Used by one step at a time; the executor and the journal order the steps.
  absl::AnyInvocable<void()> done_;
  StoredWorkflow stored_;
  NewWorkflow workflow_;
  const WorkflowManager* manager_ = nullptr;
  RunPlan plan_;
  /// Whether the last phase was left for a pause.
  bool left_for_pause_ = false;
  /// Whether phases wait for no commit as long as the disk is well.
  bool goes_ahead_ = false;
  absl::Time start_time_;
  std::unique_ptr<SlotWorkers> workers_;
  std::optional<TimerId> timeout_;
  ContainerLease container_;
  std::unique_ptr<ProgressReporter> progress_;
  int container_attempt_ = 1;
  absl::Duration backoff_;
  /// Of the last phase, to be committed with the end.
  Events last_events_;
  RunPlan::Next next_ = RunPlan::Next::kExecute;
};

}  // namespace admf
