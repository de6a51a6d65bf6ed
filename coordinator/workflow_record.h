#pragma once

#include <utility>

#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"

namespace admf {

/// A workflow as its events tell it: the events are the truth, its status is
/// derived from them by Apply, in memory, after a restart or in a test alike. A
/// value type.
///
///   QUEUED ----started----> RUNNING --cancel_requested--> CANCELLING
///     |  ^  <---.             |  |                            |
///     |  | paused '-resumed-- | -' paused                     | completed
///     |  |  '--> PAUSED <-----'                               v
///     |  |         | completed                            CANCELLED
///     | completed  v
///     v         CANCELLED    RUNNING --completed--> SUCCEEDED | FAILED
///   CANCELLED
///
///   paused needs a pause_requested before it, which resumed takes back.
///   A cancel_requested that comes while QUEUED or PAUSED takes effect at once
///   if completed follows, or makes started lead to CANCELLING.
///   What a phase comes to follows its phase_started: where that is missing,
///   nothing of the phase is taken.
///   interrupted and recovered happen while RUNNING or CANCELLING and change
///   nothing. Terminal states never change.
class WorkflowRecord {
 public:
  /// Before its first event.
  explicit WorkflowRecord(const NewWorkflow& workflow);
  /// As an earlier record left it.
  explicit WorkflowRecord(admf::v1::WorkflowStatus status)
      : status_(std::move(status)) {}

  /// Takes the next event. Its sequence number must be last_sequence + 1
  /// (CHECK). On failure nothing has changed:
  ///   FAILED_PRECONDITION  the workflow has ended, nothing can follow;
  ///   ABORTED              the event is not possible in this state, such as
  ///                        completed(SUCCEEDED) while CANCELLING.
  absl::Status Apply(const admf::v1::WorkflowEvent& event);

  const admf::v1::WorkflowStatus& status() const { return status_; }
  bool terminal() const;

 private:
  absl::Status Check(const admf::v1::WorkflowEvent& event) const;
  /// Whether the phase is being executed.
  bool IsIn(admf::v1::WorkflowPhase phase) const;
  void EnterPhase(const admf::v1::WorkflowEvent::PhaseStarted& started);
  void LeavePhase();
  void End(const admf::v1::WorkflowEvent& event);
  void UpdateProgress(double fraction_of_phase);

  admf::v1::WorkflowStatus status_;
};

/// Whether `state` is SUCCEEDED, FAILED or CANCELLED.
bool IsTerminal(admf::v1::WorkflowState state);

/// Whether a workflow in `state` is being executed: RUNNING or CANCELLING.
bool IsExecuting(admf::v1::WorkflowState state);

}  // namespace admf
