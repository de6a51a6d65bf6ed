#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "containers/container_lifecycle_manager.h"
#include "containers/platform/executor.h"
#include "coordinator/event_log.h"
#include "coordinator/log.h"
#include "coordinator/progress_reporter.h"
#include "coordinator/workflow_record.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Why running work is to stop. The first cause wins.
enum class StopCause : int { kNone, kCancelled, kTimeout };

/// Executes one workflow from its `started` event to its `completed` one: a
/// container is leased, the manager executes the phases one after the other,
/// the container is given back on every path, and the result is kept.
///
///   started -> phase 1 -> ... -> phase n -> container released -> completed
///                 |                ^
///                 '- failed, stopped: on to FINALIZATION
///
/// No thread waits: each step ends by handing its events to the journal, and
/// the next one is scheduled on the executor when they are committed. So at
/// most one thread works on a run at a time.
///
/// RequestStop is thread-safe; the rest happens on the executor.
class WorkflowRun : public std::enable_shared_from_this<WorkflowRun> {
 public:
  /// All of them outlive the run.
  struct Environment {
    ContainerLifecycleManager* containers;
    EventLog* events;
    Executor* executor;
    Log* log;
    /// Of the program, for results.
    std::string code_version;
  };

  /// `manager` is the one for the workflow's type.
  WorkflowRun(NewWorkflow workflow, const WorkflowManager* manager,
              const Environment& environment);

  /// Begins. `done` is called once everything is over, container and all.
  void Start(absl::AnyInvocable<void()> done);

  /// Asks running work to stop; it notices within 100 ms. Idempotent.
  void RequestStop(StopCause cause);

  const std::string& id() const { return workflow_.id; }
  int cpu_cores() const {
    return workflow_.config.infrastructure_config().cpu_cores();
  }

 private:
  using Events = std::vector<admf::v1::WorkflowEvent>;
  using Step = void (WorkflowRun::*)();

  void AcquireContainer();
  void ExecuteNextPhase();
  absl::StatusOr<PhaseOutcome> Execute(const PhasePlan& plan);
  /// Takes the outcome into the result and returns the phase's event.
  admf::v1::WorkflowEvent Record(const PhasePlan& plan,
                                 const absl::StatusOr<PhaseOutcome>& outcome,
                                 absl::Duration duration);
  void ChooseNextPhase(Events* events);
  void Complete();
  void CompleteAs(admf::v1::WorkflowState state);
  void FinishResult(admf::v1::WorkflowState state);
  absl::Status StopStatus() const;
  void ReleaseContainer();
  void End();

  /// Commits the events, then schedules `next`. If they can't be committed the
  /// run fails with that error.
  void CommitThen(Events events, Step next);
  void Schedule(Step step);
  bool stopped() const { return stop_.stop_requested(); }

  const NewWorkflow workflow_;
  const WorkflowManager* const manager_;
  const Environment environment_;
  const std::vector<PhasePlan> phases_;

  // Have their own synchronisation.
  std::stop_source stop_;
  std::atomic<StopCause> stop_cause_{StopCause::kNone};

  // Used by one step at a time; the executor and the journal order the steps.
  absl::AnyInvocable<void()> done_;
  ContainerLease container_;
  std::unique_ptr<ProgressReporter> progress_;
  absl::Time start_time_;
  size_t next_phase_ = 0;
  std::vector<admf::v1::WorkflowPhase> completed_phases_;
  absl::Status failure_;
  bool degraded_ = false;
  admf::v1::WorkflowResult result_;
};

}  // namespace admf
