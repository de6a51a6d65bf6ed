#pragma once

#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/dispatcher.h"
#include "coordinator/event_log.h"
#include "coordinator/log.h"
#include "managers/workflow_manager_factory.h"

namespace admf {

/// What clients do to workflows that were accepted: cancel, pause, resume. Each
/// is an event in the journal first, and then word to the run, if there is one.
/// All are idempotent.
///
/// Thread-safe. `done` gets the status afterwards, once it is committed, on any
/// thread. NOT_FOUND if there is no such workflow; UNAVAILABLE while the disk
/// fails.
class WorkflowControl {
 public:
  using Done =
      absl::AnyInvocable<void(absl::StatusOr<admf::v1::WorkflowStatus>)>;

  /// All of them outlive it.
  struct Options {
    const WorkflowManagerFactory* managers = nullptr;
    EventLog* events = nullptr;
    Dispatcher* dispatcher = nullptr;
    Log* log = nullptr;
    std::string code_version;
  };
  explicit WorkflowControl(Options options) : options_(std::move(options)) {}

  /// Cancels a workflow that waits or rests; a running one is told to stop. No
  /// error if it has ended or is ending.
  void Cancel(std::string_view workflow_id, std::string_view reason, Done done);

  /// Lets a waiting workflow rest, and a running one at its next checkpoint.
  /// FAILED_PRECONDITION if it has ended or is being cancelled.
  void Pause(std::string_view workflow_id, std::string_view reason, Done done);

  /// Takes back a pause; what rests waits for its turn again.
  /// FAILED_PRECONDITION if it has ended.
  void Resume(std::string_view workflow_id, Done done);

 private:
  using RunPtr = std::shared_ptr<WorkflowRun>;

  void CancelRunning(const RunPtr& run, std::string_view reason, Done done);
  void CancelWaiting(std::string_view workflow_id, std::string_view reason,
                     Done done);
  /// Ends a workflow that isn't being executed.
  void EndCancelled(std::string_view workflow_id,
                    std::vector<admf::v1::WorkflowEvent> events, Done done);
  void PauseRunning(const RunPtr& run, admf::v1::WorkflowEvent requested,
                    Done done);
  /// The answer to a pause that was refused: no error if another one was
  /// faster.
  absl::StatusOr<admf::v1::WorkflowStatus> PausedByOthers(
      const std::string& workflow_id, const absl::Status& refusal) const;
  /// The same for a resumption.
  absl::StatusOr<admf::v1::WorkflowStatus> ResumedByOthers(
      const std::string& workflow_id, const absl::Status& refusal) const;
  void ResumeRunning(const RunPtr& run, Done done);
  void ResumeResting(std::string_view workflow_id, Done done);
  void Enqueue(const std::string& workflow_id);
  absl::StatusOr<admf::v1::WorkflowResult> CancelledResult(
      std::string_view workflow_id) const;
  /// `done`, and then the dispatcher may start it again.
  Done Unholding(std::string_view workflow_id, Done done);
  Journal* journal() const { return options_.events->journal(); }

  const Options options_;
};

}  // namespace admf
