#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "containers/container_lifecycle_manager.h"
#include "containers/platform/clock.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"
#include "containers/platform/timer_queue.h"
#include "coordinator/event_log.h"
#include "coordinator/infrastructure_setup.h"
#include "coordinator/journal.h"
#include "coordinator/limits.h"
#include "coordinator/log.h"
#include "coordinator/watch_hub.h"
#include "coordinator/workflow_queue.h"
#include "coordinator/workflow_run.h"
#include "coordinator/workflow_validator.h"
#include "engine/base/random.h"
#include "managers/workflow_manager_factory.h"

namespace admf {

/// The single entry point to workflows:
///
///   validate -> admit -> queue by priority -> run on the executor -> result
///
/// What a workflow is, is in the journal; the coordinator itself only knows
/// which ones it holds: being committed, queued, or running. Slots in use are
/// computed from that, never counted on the side.
///
/// Thread-safe. Callbacks run without a lock held, on any thread.
class Coordinator {
 public:
  /// All pointers outlive the coordinator, but for the timer queue, which its
  /// owner ends first: no timer may fire when the coordinator is gone.
  struct Options {
    Limits limits;
    const WorkflowManagerFactory* managers = nullptr;
    Journal* journal = nullptr;
    ContainerLifecycleManager* containers = nullptr;
    InfrastructureSetup* infrastructure = nullptr;
    /// Executes phases; has `limits.worker_threads` threads.
    Executor* executor = nullptr;
    TimerQueue* timers = nullptr;
    const Clock* clock = nullptr;
    Log* log = nullptr;
    /// Of workflow ids; another one at each start of the process.
    uint64_t id_seed = 0;
    std::string code_version;
  };

  struct Submission {
    admf::v1::WorkflowConfig config;
    std::string request_id;
    /// Digest of what the client sent; empty iff request_id is.
    std::string request_digest;
    int priority = 3;
  };
  struct Submitted {
    admf::v1::WorkflowStatus status;
    /// Whether an earlier submission with the same request id made it.
    bool already_submitted = false;
  };
  using SubmitDone = absl::AnyInvocable<void(absl::StatusOr<Submitted>)>;
  using CancelDone =
      absl::AnyInvocable<void(absl::StatusOr<admf::v1::WorkflowStatus>)>;

  struct Load {
    int running = 0;
    int queued = 0;
    bool accepting = true;
  };

  explicit Coordinator(Options options);
  /// Everything must be over: see Drain.
  ~Coordinator();

  /// All problems of a configuration; see WorkflowValidator.
  absl::StatusOr<ValidatedWorkflow> Validate(
      admf::v1::WorkflowConfig config) const {
    return validator_.Validate(std::move(config));
  }

  /// The workflow that an earlier submission with this request id made, if any;
  /// ALREADY_EXISTS if it had another content.
  absl::StatusOr<std::optional<Submitted>> FindSubmission(
      std::string_view request_id, std::string_view request_digest);

  /// Takes on a workflow that Validate found nothing wrong with. `done` is
  /// called once it is in the journal. RESOURCE_EXHAUSTED if the queue is full,
  /// UNAVAILABLE while draining, both with a RetryInfo.
  void Submit(const ValidatedWorkflow& workflow, Submission submission,
              SubmitDone done);

  /// Cancels a workflow, queued or running; `done` gets its status once that is
  /// in the journal. No error if it has ended or is ending. NOT_FOUND.
  void Cancel(std::string_view workflow_id, std::string_view reason,
              CancelDone done);

  /// With the place in the queue while it is queued. NOT_FOUND.
  absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) const;

  /// All that have not ended: running ones first, then the queue in its order.
  std::vector<admf::v1::WorkflowStatus> ListActive() const;

  /// Finished workflows, events, listings: straight from the journal.
  Journal* journal() const { return options_.journal; }

  /// Calls `on_change` after each commit of events of the workflow.
  std::unique_ptr<WatchHub::Watch> Watch(std::string_view workflow_id,
                                         absl::AnyInvocable<void()> on_change) {
    return watches_.Add(workflow_id, std::move(on_change));
  }

  Load load() const;
  const Limits& limits() const { return options_.limits; }

  /// Accepts nothing any more, cancels what is queued, lets running work go on
  /// for `grace`, cancels it then, and calls `done` when nothing is left. Call
  /// once.
  void Drain(absl::Duration grace, absl::AnyInvocable<void()> done);

 private:
  struct Running {
    std::shared_ptr<WorkflowRun> run;
    TimerId timeout = 0;
  };
  /// Queued, or about to be: its events are being committed.
  struct Waiting {
    NewWorkflow workflow;
    const WorkflowManager* manager = nullptr;
  };

  absl::Status AdmitLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string NewIdLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Committed(const std::string& id,
                 absl::StatusOr<Journal::Created> created, SubmitDone done);
  void CancelQueued(const Waiting& waiting, std::string_view reason,
                    CancelDone done);
  /// Starts what the limits allow.
  void Dispatch();
  bool FitsLocked(const Waiting& next) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Begin(std::shared_ptr<WorkflowRun> run, absl::Duration timeout);
  void Ended(const std::string& id);
  void CancelRunning(const std::shared_ptr<WorkflowRun>& run,
                     std::string_view reason, CancelDone done);
  /// Calls the drain's callback if nothing is left.
  void CheckDrained();

  const Options options_;
  const WorkflowValidator validator_;

  // Has its own synchronisation.
  WatchHub watches_;
  EventLog events_;

  mutable Mutex mutex_;
  /// In the queue if their events are committed; ids of both maps are disjoint.
  std::map<std::string, Waiting, std::less<>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Running, std::less<>> running_ ABSL_GUARDED_BY(mutex_);
  WorkflowQueue queue_ ABSL_GUARDED_BY(mutex_);
  Random ids_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::AnyInvocable<void()> drained_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
