#include "coordinator/workflow_record.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowState;

namespace {

absl::Status Impossible(const WorkflowEvent& event, WorkflowState state) {
  return absl::AbortedError(absl::StrCat("event ", event.event_case(),
                                         " is not possible in state ",
                                         WorkflowState_Name(state)));
}

/// Whether a workflow in `state`, which has not ended, can end in `end`.
bool CanEndAs(WorkflowState state, WorkflowState end) {
  return state == v1::WORKFLOW_STATE_RUNNING
             ? end == v1::WORKFLOW_STATE_SUCCEEDED ||
                   end == v1::WORKFLOW_STATE_FAILED
             : end == v1::WORKFLOW_STATE_CANCELLED;
}

}  // namespace

bool IsTerminal(WorkflowState state) {
  return state == v1::WORKFLOW_STATE_SUCCEEDED ||
         state == v1::WORKFLOW_STATE_FAILED ||
         state == v1::WORKFLOW_STATE_CANCELLED;
}

bool IsExecuting(WorkflowState state) {
  return state == v1::WORKFLOW_STATE_RUNNING ||
         state == v1::WORKFLOW_STATE_CANCELLING;
}

WorkflowRecord::WorkflowRecord(const NewWorkflow& workflow) {
  status_.set_workflow_id(workflow.id);
  status_.set_name(workflow.config.name());
  status_.set_type(workflow.config.type());
  *status_.mutable_labels() = workflow.config.labels();
  status_.set_priority(workflow.priority);
  status_.set_state(v1::WORKFLOW_STATE_QUEUED);
  status_.set_retry_of(workflow.retry_of);
  for (const v1::PhaseResult& phase : workflow.inherited_phases) {
    status_.add_completed_phases(phase.phase());
  }
}

bool WorkflowRecord::terminal() const { return IsTerminal(status_.state()); }

bool WorkflowRecord::IsIn(v1::WorkflowPhase phase) const {
  return IsExecuting(status_.state()) && status_.current_phase() == phase;
}

absl::Status WorkflowRecord::Check(const WorkflowEvent& event) const {
  const WorkflowState state = status_.state();
  if (IsTerminal(state)) {
    return absl::FailedPreconditionError(
        absl::StrCat("workflow ", status_.workflow_id(),
                     " has ended: ", WorkflowState_Name(state)));
  }
  const bool first = status_.last_sequence() == 0;
  if (first != (event.event_case() == WorkflowEvent::kSubmitted)) {
    return Impossible(event, state);
  }
  const auto possible_if = [&](bool possible) {
    return possible ? absl::OkStatus() : Impossible(event, state);
  };
  switch (event.event_case()) {
    case WorkflowEvent::kSubmitted:
    case WorkflowEvent::kCancelRequested:
      return absl::OkStatus();
    case WorkflowEvent::kStarted:
      return possible_if(state == v1::WORKFLOW_STATE_QUEUED);
    case WorkflowEvent::kPhaseStarted:
    case WorkflowEvent::kProgress:
    case WorkflowEvent::kInterrupted:
    case WorkflowEvent::kRecovered:
      return possible_if(IsExecuting(state));
    case WorkflowEvent::kPhaseCompleted:
      return possible_if(IsIn(event.phase_completed().result().phase()));
    case WorkflowEvent::kPhaseFailed:
      return possible_if(IsIn(event.phase_failed().result().phase()));
    case WorkflowEvent::kPhaseRetried:
      return possible_if(IsIn(event.phase_retried().phase()));
    case WorkflowEvent::kPauseRequested:
      return possible_if(state == v1::WORKFLOW_STATE_QUEUED ||
                         state == v1::WORKFLOW_STATE_RUNNING);
    case WorkflowEvent::kPaused:
      return possible_if(status_.pause_requested() &&
                         (state == v1::WORKFLOW_STATE_QUEUED ||
                          state == v1::WORKFLOW_STATE_RUNNING));
    case WorkflowEvent::kResumed:
      return possible_if(status_.pause_requested());
    case WorkflowEvent::kCompleted:
      return possible_if(CanEndAs(state, event.completed().state()));
    case WorkflowEvent::EVENT_NOT_SET:
      break;
  }
  return Impossible(event, state);
}

absl::Status WorkflowRecord::Apply(const WorkflowEvent& event) {
  CHECK(event.sequence() == status_.last_sequence() + 1);
  if (absl::Status status = Check(event); !status.ok()) return status;
  status_.set_last_sequence(event.sequence());
  switch (event.event_case()) {
    case WorkflowEvent::kSubmitted:
      *status_.mutable_submit_time() = event.time();
      break;
    case WorkflowEvent::kStarted:
      status_.set_state(status_.cancel_requested()
                            ? v1::WORKFLOW_STATE_CANCELLING
                            : v1::WORKFLOW_STATE_RUNNING);
      if (!status_.has_start_time()) {
        *status_.mutable_start_time() = event.time();
      }
      break;
    case WorkflowEvent::kPhaseStarted:
      EnterPhase(event.phase_started());
      break;
    case WorkflowEvent::kPhaseCompleted:
      status_.add_completed_phases(event.phase_completed().result().phase());
      UpdateProgress(0);
      break;
    case WorkflowEvent::kProgress:
      status_.set_progress_message(event.progress().message());
      UpdateProgress(event.progress().fraction());
      break;
    case WorkflowEvent::kPhaseFailed:
      if (!event.phase_failed().critical()) status_.set_degraded(true);
      break;
    case WorkflowEvent::kCancelRequested:
      status_.set_cancel_requested(true);
      if (status_.state() == v1::WORKFLOW_STATE_RUNNING) {
        status_.set_state(v1::WORKFLOW_STATE_CANCELLING);
      }
      break;
    case WorkflowEvent::kPauseRequested:
      status_.set_pause_requested(true);
      break;
    case WorkflowEvent::kPaused:
      status_.set_state(v1::WORKFLOW_STATE_PAUSED);
      LeavePhase();
      break;
    case WorkflowEvent::kResumed:
      status_.set_pause_requested(false);
      if (status_.state() == v1::WORKFLOW_STATE_PAUSED) {
        status_.set_state(v1::WORKFLOW_STATE_QUEUED);
      }
      break;
    case WorkflowEvent::kCompleted:
      End(event);
      break;
    case WorkflowEvent::kPhaseRetried:
    case WorkflowEvent::kInterrupted:
    case WorkflowEvent::kRecovered:
    case WorkflowEvent::EVENT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

void WorkflowRecord::EnterPhase(const WorkflowEvent::PhaseStarted& started) {
  status_.set_current_phase(started.phase());
  status_.clear_progress_message();
  status_.set_phase_index(started.index());
  status_.set_phase_count(started.count());
  status_.set_phase_attempt(started.attempt());
  UpdateProgress(0);
}

void WorkflowRecord::LeavePhase() {
  status_.clear_current_phase();
  status_.clear_progress_message();
  status_.clear_phase_attempt();
}

void WorkflowRecord::End(const WorkflowEvent& event) {
  status_.set_state(event.completed().state());
  LeavePhase();
  *status_.mutable_end_time() = event.time();
  if (event.completed().has_error()) {
    *status_.mutable_error() = event.completed().error();
  }
  if (status_.state() == v1::WORKFLOW_STATE_SUCCEEDED) status_.set_progress(1);
}

void WorkflowRecord::UpdateProgress(double fraction_of_phase) {
  // What a cancelled workflow does is clean up.
  if (status_.phase_count() == 0 || status_.cancel_requested()) return;
  // Not by the index: finalization is the last phase, and follows a failed one.
  const double done = status_.completed_phases_size() + fraction_of_phase;
  status_.set_progress(
      std::clamp(done / status_.phase_count(), status_.progress(), 1.0));
}

}  // namespace admf
