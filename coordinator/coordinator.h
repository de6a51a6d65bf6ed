#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
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
#include "coordinator/dispatcher.h"
#include "coordinator/event_log.h"
#include "coordinator/infrastructure_setup.h"
#include "coordinator/journal.h"
#include "coordinator/limits.h"
#include "coordinator/log.h"
#include "coordinator/watch_hub.h"
#include "coordinator/workflow_control.h"
#include "coordinator/workflow_validator.h"
#include "engine/base/random.h"
#include "managers/workflow_manager_factory.h"

namespace admf {

/// The single entry point to workflows:
///
///   validate -> admit -> journal -> queue -> run on the executor -> result
///
/// What a workflow is, and that it waits, is in the journal; the coordinator
/// itself knows only what it is doing right now.
///
/// Thread-safe. Callbacks run without a lock held, on any thread.
class Coordinator {
 public:
  /// All pointers outlive the coordinator, but for the timer queue, which its
  /// owner ends first: no timer may fire when the coordinator is gone, and no
  /// callback of the journal either.
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

  struct Load {
    int running = 0;
    int64_t queued = 0;
    bool accepting = true;
  };

  struct Active {
    /// Running ones first, then the front of the queue in its order.
    std::vector<admf::v1::WorkflowStatus> workflows;
    /// All that wait.
    int64_t queued = 0;
  };

  explicit Coordinator(Options options);

  /// Goes on where the last server has ended: with what was being executed, and
  /// with the queue. Call once, before anything else. Errors of the journal.
  absl::Status Start();

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
  /// UNAVAILABLE while draining or while the disk fails, all with a RetryInfo.
  void Submit(ValidatedWorkflow validated, Submission submission,
              SubmitDone done);

  /// Takes on a workflow once more that ended without doing all it had to, as a
  /// new one that begins at the first phase that the old one did not finish.
  /// NOT_FOUND; FAILED_PRECONDITION if it has not ended or has nothing left to
  /// do; else as Submit.
  void Retry(std::string_view workflow_id, Submission submission,
             SubmitDone done);

  /// Cancel, pause, resume.
  WorkflowControl& control() { return control_; }

  /// With the place in the queue while it is queued. NOT_FOUND.
  absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) const;

  /// Those that have not ended and do not rest.
  /// @param max_queued how many of the queue at the most
  absl::StatusOr<Active> ListActive(size_t max_queued) const;

  /// Finished workflows, events, listings: straight from the journal.
  Journal* journal() const { return options_.journal; }

  /// Calls `on_change` after each commit of events of the workflow.
  std::unique_ptr<WatchHub::Watch> Watch(
      std::string_view workflow_id,
      absl::AnyInvocable<void(WatchHub::Events)> on_change) {
    return watches_.Add(workflow_id, std::move(on_change));
  }

  /// Goes on with what a failing disk has prevented; call when it is back.
  void JournalRecovered() { dispatcher_.Dispatch(); }

  Load load() const;
  const Limits& limits() const { return options_.limits; }

  /// Accepts nothing any more, leaves what is queued in the journal, lets
  /// running work go on for `grace`, interrupts it then, and calls `done` when
  /// nothing runs. What was interrupted goes on at the next start. Call once.
  void Drain(absl::Duration grace, absl::AnyInvocable<void()> done);

 private:
  /// Those that are queued, and of which no run has begun.
  int64_t WaitingCount() const;
  absl::Status AdmitLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::string NewIdLocked(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Create(NewWorkflow workflow, SubmitDone done);
  void Created(const QueuedWorkflow& entry,
               absl::StatusOr<Journal::Created> created, SubmitDone done);
  absl::StatusOr<NewWorkflow> RetryOf(std::string_view workflow_id) const;

  const Options options_;
  const WorkflowValidator validator_;

  // Have their own synchronisation.
  WatchHub watches_;
  EventLog events_;
  Dispatcher dispatcher_;
  WorkflowControl control_;

  mutable Mutex mutex_;
  /// Those that are being committed.
  std::set<std::string> creating_ ABSL_GUARDED_BY(mutex_);
  Random ids_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
