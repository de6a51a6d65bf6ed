#include "coordinator/workflow_record.h"

#include <algorithm>
#include <cstdint>
#include <utility>

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

}  // namespace

bool IsTerminal(WorkflowState state) {
  return state == v1::WORKFLOW_STATE_SUCCEEDED ||
         state == v1::WORKFLOW_STATE_FAILED ||
         state == v1::WORKFLOW_STATE_CANCELLED;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t nanos = absl::ToUnixNanos(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(nanos / 1'000'000'000);
  timestamp.set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

WorkflowRecord::WorkflowRecord(NewWorkflow workflow)
    : workflow_(std::make_shared<const NewWorkflow>(std::move(workflow))) {
  status_.set_workflow_id(workflow_->id);
  status_.set_name(workflow_->config.name());
  status_.set_type(workflow_->config.type());
  *status_.mutable_labels() = workflow_->config.labels();
  status_.set_priority(workflow_->priority);
  status_.set_state(v1::WORKFLOW_STATE_QUEUED);
}

bool WorkflowRecord::terminal() const { return IsTerminal(status_.state()); }

absl::Status WorkflowRecord::Check(const WorkflowEvent& event) const {
  const WorkflowState state = status_.state();
  if (IsTerminal(state)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "workflow ", workflow_->id, " has ended: ", WorkflowState_Name(state)));
  }
  const bool first = status_.last_sequence() == 0;
  if (first != (event.event_case() == WorkflowEvent::kSubmitted)) {
    return Impossible(event, state);
  }
  switch (event.event_case()) {
    case WorkflowEvent::kSubmitted:
    case WorkflowEvent::kCancelRequested:
      return absl::OkStatus();
    case WorkflowEvent::kStarted:
      if (state != v1::WORKFLOW_STATE_QUEUED) return Impossible(event, state);
      return absl::OkStatus();
    case WorkflowEvent::kPhaseStarted:
    case WorkflowEvent::kPhaseCompleted:
    case WorkflowEvent::kPhaseFailed:
    case WorkflowEvent::kPhaseRetried:
    case WorkflowEvent::kProgress:
      if (state == v1::WORKFLOW_STATE_QUEUED) return Impossible(event, state);
      return absl::OkStatus();
    case WorkflowEvent::kCompleted: {
      const WorkflowState end = event.completed().state();
      const bool possible = state == v1::WORKFLOW_STATE_RUNNING
                                ? end == v1::WORKFLOW_STATE_SUCCEEDED ||
                                      end == v1::WORKFLOW_STATE_FAILED
                                : end == v1::WORKFLOW_STATE_CANCELLED;
      if (!possible) return Impossible(event, state);
      return absl::OkStatus();
    }
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
      status_.set_state(cancel_requested_ ? v1::WORKFLOW_STATE_CANCELLING
                                          : v1::WORKFLOW_STATE_RUNNING);
      *status_.mutable_start_time() = event.time();
      break;
    case WorkflowEvent::kPhaseStarted:
      status_.set_current_phase(event.phase_started().phase());
      status_.clear_progress_message();
      phase_index_ = event.phase_started().index();
      phase_count_ = event.phase_started().count();
      UpdateProgress(0);
      break;
    case WorkflowEvent::kPhaseCompleted:
      status_.add_completed_phases(event.phase_completed().result().phase());
      UpdateProgress(1);
      break;
    case WorkflowEvent::kProgress:
      status_.set_progress_message(event.progress().message());
      UpdateProgress(event.progress().fraction());
      break;
    case WorkflowEvent::kPhaseFailed:
      if (!event.phase_failed().critical()) status_.set_degraded(true);
      break;
    case WorkflowEvent::kCancelRequested:
      cancel_requested_ = true;
      if (status_.state() == v1::WORKFLOW_STATE_RUNNING) {
        status_.set_state(v1::WORKFLOW_STATE_CANCELLING);
      }
      break;
    case WorkflowEvent::kCompleted:
      status_.set_state(event.completed().state());
      status_.clear_current_phase();
      status_.clear_progress_message();
      *status_.mutable_end_time() = event.time();
      if (event.completed().has_error()) {
        *status_.mutable_error() = event.completed().error();
      }
      if (status_.state() == v1::WORKFLOW_STATE_SUCCEEDED) {
        status_.set_progress(1);
      }
      break;
    case WorkflowEvent::kPhaseRetried:
    case WorkflowEvent::EVENT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

void WorkflowRecord::UpdateProgress(double fraction_of_phase) {
  if (phase_count_ == 0) return;
  const double done = phase_index_ - 1 + fraction_of_phase;
  // Never backwards: a failed phase is followed by finalization, a later one.
  status_.set_progress(
      std::clamp(done / phase_count_, status_.progress(), 1.0));
}

}  // namespace admf
