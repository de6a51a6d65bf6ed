#include "coordinator/journal_support.h"

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "coordinator/proto_time.h"
#include "engine/base/status_macros.h"
#include "engine/base/utf8.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowStatus;

namespace {

/// An id of ours has some 20; what a client takes for one may have any number.
constexpr size_t kMaxShownIdBytes = 100;

}  // namespace

WorkflowEvent SubmittedEvent(const NewWorkflow& workflow) {
  WorkflowEvent event;
  auto* submitted = event.mutable_submitted();
  submitted->set_priority(workflow.priority);
  submitted->set_name(workflow.config.name());
  submitted->set_type(workflow.config.type());
  submitted->set_retry_of(workflow.retry_of);
  submitted->mutable_inherited_phases()->Add(workflow.inherited_phases.begin(),
                                             workflow.inherited_phases.end());
  return event;
}

absl::Status ApplyEvents(absl::Time time, std::vector<WorkflowEvent>* events,
                         WorkflowRecord* record) {
  for (WorkflowEvent& event : *events) {
    event.set_workflow_id(record->status().workflow_id());
    event.set_sequence(record->status().last_sequence() + 1);
    *event.mutable_time() = ToTimestamp(time);
    RETURN_IF_ERROR(record->Apply(event));
  }
  return absl::OkStatus();
}

void SetTimes(const WorkflowStatus& status, v1::WorkflowResult* result) {
  *result->mutable_submit_time() = status.submit_time();
  if (status.has_start_time()) {
    *result->mutable_start_time() = status.start_time();
  }
  *result->mutable_end_time() = status.end_time();
}

std::optional<Trials> TrialsOf(const v1::WorkflowResult& result) {
  if (result.state() != v1::WORKFLOW_STATE_SUCCEEDED ||
      result.trial_count() <= 0) {
    return std::nullopt;
  }
  return Trials{.config_digest = result.config_digest(),
                .data_digest = result.data_digest(),
                .strategy = result.config().backtest_config().strategy().type(),
                .count = result.trial_count()};
}

bool IsHistory(const WorkflowEvent& event) { return !event.has_progress(); }

absl::Status NoSuchWorkflow(std::string_view workflow_id) {
  return MakeError(absl::StatusCode::kNotFound, reason::kWorkflowNotFound,
                   absl::StrCat("there is no workflow ",
                                Shortened(workflow_id, kMaxShownIdBytes),
                                "; `admf list` shows those that there are"));
}

absl::Status RequestIdConflict(std::string_view request_id,
                               std::string_view workflow_id) {
  return MakeError(
      absl::StatusCode::kAlreadyExists, reason::kRequestIdConflict,
      absl::StrCat("request_id ", std::string(request_id),
                   " was used for workflow ", std::string(workflow_id),
                   " with another content; choose a new "
                   "request_id"),
      {{"workflow_id", std::string(workflow_id)}});
}

absl::Status NotFinished(const WorkflowStatus& status) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, reason::kWorkflowNotFinished,
      absl::StrCat("workflow ", status.workflow_id(), " has not ended (",
                   WorkflowState_Name(status.state()),
                   "); wait for it with WatchWorkflow (`admf watch`)"));
}

absl::Status NotQueued(const WorkflowStatus& status) {
  return absl::FailedPreconditionError(
      absl::StrCat("workflow ", status.workflow_id(),
                   " does not wait: ", WorkflowState_Name(status.state())));
}

}  // namespace admf
