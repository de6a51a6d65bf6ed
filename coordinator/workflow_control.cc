#include "coordinator/workflow_control.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "coordinator/result_builder.h"
#include "coordinator/run_events.h"
#include "coordinator/run_history.h"
#include "coordinator/workflow_record.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowResult;
using admf::v1::WorkflowStatus;

namespace {

WorkflowEvent CancelRequestedEvent(std::string_view reason) {
  WorkflowEvent event;
  event.mutable_cancel_requested()->set_reason(std::string(reason));
  return event;
}

WorkflowEvent PauseRequestedEvent(std::string_view reason) {
  WorkflowEvent event;
  event.mutable_pause_requested()->set_reason(std::string(reason));
  return event;
}

WorkflowEvent ResumedEvent() {
  WorkflowEvent event;
  event.mutable_resumed();
  return event;
}

absl::Status Ended(const WorkflowStatus& status, std::string_view what) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, reason::kWorkflowEnded,
      absl::StrCat(
          "workflow ", status.workflow_id(), " can't be ", std::string(what),
          ": it ",
          IsTerminal(status.state()) ? "has ended (" : "is being cancelled (",
          WorkflowState_Name(status.state()), ")"));
}

/// Whether nothing can be paused or resumed any more.
bool IsEnding(const WorkflowStatus& status) {
  return IsTerminal(status.state()) || status.cancel_requested();
}

/// Whether an event was refused because the workflow does not stand any more as
/// it did when somebody looked.
bool IsOvertaken(const absl::Status& refusal) {
  return absl::IsAborted(refusal) || absl::IsFailedPrecondition(refusal);
}

}  // namespace

WorkflowControl::Done WorkflowControl::Unholding(std::string_view workflow_id,
                                                 Done done) {
  return [dispatcher = options_.dispatcher, id = std::string(workflow_id),
          done = std::move(done)](auto status) mutable {
    done(std::move(status));
    dispatcher->Unhold(id);
  };
}

void WorkflowControl::Cancel(std::string_view workflow_id,
                             std::string_view reason, Done done) {
  if (const RunPtr run = options_.dispatcher->FindOrHold(workflow_id)) {
    CancelRunning(run, reason, std::move(done));
  } else {
    CancelWaiting(workflow_id, reason, Unholding(workflow_id, std::move(done)));
  }
}

void WorkflowControl::CancelRunning(const RunPtr& run, std::string_view reason,
                                    Done done) {
  absl::StatusOr<WorkflowStatus> before = journal()->GetStatus(run->id());
  if (before.ok() && IsExecuting(before->state()) &&
      before->cancel_requested()) {
    done(std::move(before));
    return;
  }
  options_.events->Append(
      run->id(), {CancelRequestedEvent(reason)}, std::nullopt,
      Journal::Urgency::kFailFast,
      [this, run,
       done = std::move(done)](absl::StatusOr<WorkflowStatus> status) mutable {
        if (absl::IsFailedPrecondition(status.status())) {
          // It has ended in the meantime, which is as good.
          options_.dispatcher->Stop(run, StopCause::kCancelled);
          done(journal()->GetStatus(run->id()));
        } else if (!status.ok()) {
          done(std::move(status));
        } else if (status->state() == v1::WORKFLOW_STATE_PAUSED) {
          // It came to rest in the meantime.
          EndCancelled(run->id(), {}, std::move(done));
        } else {
          options_.log->Write(LogLevel::kInfo, run->id(), "cancelling");
          options_.dispatcher->Stop(run, StopCause::kCancelled);
          done(std::move(status));
        }
      });
}

void WorkflowControl::CancelWaiting(std::string_view workflow_id,
                                    std::string_view reason, Done done) {
  absl::StatusOr<WorkflowStatus> status = journal()->GetStatus(workflow_id);
  if (!status.ok() || IsTerminal(status->state())) {
    done(std::move(status));
    return;
  }
  EndCancelled(workflow_id, {CancelRequestedEvent(reason)}, std::move(done));
}

void WorkflowControl::EndCancelled(std::string_view workflow_id,
                                   std::vector<WorkflowEvent> events,
                                   Done done) {
  absl::StatusOr<WorkflowResult> result = CancelledResult(workflow_id);
  if (!result.ok()) {
    done(result.status());
    return;
  }
  events.push_back(CompletedEvent(*result));
  options_.events->Append(
      workflow_id, std::move(events), *std::move(result),
      Journal::Urgency::kFailFast,
      [this, id = std::string(workflow_id),
       done = std::move(done)](absl::StatusOr<WorkflowStatus> status) mutable {
        if (absl::IsFailedPrecondition(status.status())) {
          done(journal()->GetStatus(id));
          return;
        }
        if (status.ok()) {
          options_.log->Write(LogLevel::kInfo, id, "cancelled while waiting");
        }
        done(std::move(status));
      });
}

absl::StatusOr<WorkflowResult> WorkflowControl::CancelledResult(
    std::string_view workflow_id) const {
  ASSIGN_OR_RETURN(const StoredWorkflow stored, journal()->Load(workflow_id));
  ResultBuilder builder;
  bool degraded = false;
  if (const auto manager =
          options_.managers->Get(stored.workflow.config.type());
      manager.ok()) {
    ASSIGN_OR_RETURN(
        const RunHistory history,
        ReadHistory(stored, (*manager)->Phases(stored.workflow.config)));
    for (const FinishedPhase& phase : history.finished) builder.Add(phase);
    degraded = history.degraded;
  }
  return builder.Finish(
      stored.workflow, v1::WORKFLOW_STATE_CANCELLED, degraded,
      MakeError(absl::StatusCode::kCancelled, reason::kWorkflowCancelled,
                stored.status.has_start_time()
                    ? "the workflow was cancelled"
                    : "the workflow was cancelled before it ran"),
      options_.code_version);
}

void WorkflowControl::Pause(std::string_view workflow_id,
                            std::string_view reason, Done done) {
  if (const RunPtr run = options_.dispatcher->FindOrHold(workflow_id)) {
    PauseRunning(run, PauseRequestedEvent(reason), std::move(done));
    return;
  }
  done = Unholding(workflow_id, std::move(done));
  absl::StatusOr<WorkflowStatus> status = journal()->GetStatus(workflow_id);
  if (!status.ok() || status->state() == v1::WORKFLOW_STATE_PAUSED) {
    done(std::move(status));
  } else if (IsEnding(*status)) {
    done(Ended(*status, "paused"));
  } else {
    WorkflowEvent paused = PausedEvent();
    options_.events->Append(
        workflow_id, {PauseRequestedEvent(reason), std::move(paused)},
        std::nullopt, Journal::Urgency::kFailFast,
        [this, id = std::string(workflow_id), done = std::move(done)](
            absl::StatusOr<WorkflowStatus> committed) mutable {
          done(committed.ok() ? std::move(committed)
                              : PausedByOthers(id, committed.status()));
        });
  }
}

void WorkflowControl::PauseRunning(const RunPtr& run, WorkflowEvent requested,
                                   Done done) {
  options_.events->Append(run->id(), {std::move(requested)}, std::nullopt,
                          Journal::Urgency::kFailFast,
                          [this, run, done = std::move(done)](
                              absl::StatusOr<WorkflowStatus> status) mutable {
                            if (!status.ok()) {
                              done(PausedByOthers(run->id(), status.status()));
                              return;
                            }
                            run->UpdatePause(*status);
                            done(std::move(status));
                          });
}

absl::StatusOr<WorkflowStatus> WorkflowControl::PausedByOthers(
    const std::string& workflow_id, const absl::Status& refusal) const {
  if (!IsOvertaken(refusal)) return refusal;
  ASSIGN_OR_RETURN(WorkflowStatus now, journal()->GetStatus(workflow_id));
  if (IsEnding(now)) return Ended(now, "paused");
  return now;
}

void WorkflowControl::Resume(std::string_view workflow_id, Done done) {
  if (const RunPtr run = options_.dispatcher->FindOrHold(workflow_id)) {
    ResumeRunning(run, std::move(done));
    return;
  }
  ResumeResting(workflow_id, Unholding(workflow_id, std::move(done)));
}

void WorkflowControl::ResumeRunning(const RunPtr& run, Done done) {
  options_.events->Append(
      run->id(), {ResumedEvent()}, std::nullopt, Journal::Urgency::kFailFast,
      [this, run,
       done = std::move(done)](absl::StatusOr<WorkflowStatus> status) mutable {
        if (status.ok()) {
          run->UpdatePause(*status);
          // It came to rest before the run could be told.
          if (status->state() == v1::WORKFLOW_STATE_QUEUED) Enqueue(run->id());
          done(std::move(status));
          return;
        }
        done(ResumedByOthers(run->id(), status.status()));
      });
}

absl::StatusOr<WorkflowStatus> WorkflowControl::ResumedByOthers(
    const std::string& workflow_id, const absl::Status& refusal) const {
  if (!IsOvertaken(refusal)) return refusal;
  ASSIGN_OR_RETURN(WorkflowStatus now, journal()->GetStatus(workflow_id));
  if (IsTerminal(now.state())) return Ended(now, "resumed");
  return now;
}

void WorkflowControl::ResumeResting(std::string_view workflow_id, Done done) {
  absl::StatusOr<WorkflowStatus> status = journal()->GetStatus(workflow_id);
  if (!status.ok()) {
    done(std::move(status));
  } else if (IsTerminal(status->state())) {
    done(Ended(*status, "resumed"));
  } else if (status->state() != v1::WORKFLOW_STATE_PAUSED) {
    done(std::move(status));  // Nobody has paused it.
  } else {
    options_.events->Append(
        workflow_id, {ResumedEvent()}, std::nullopt,
        Journal::Urgency::kFailFast,
        [this, id = std::string(workflow_id), done = std::move(done)](
            absl::StatusOr<WorkflowStatus> resumed) mutable {
          if (!resumed.ok()) {
            done(ResumedByOthers(id, resumed.status()));
            return;
          }
          done(std::move(resumed));
          Enqueue(id);
        });
  }
}

void WorkflowControl::Enqueue(const std::string& workflow_id) {
  auto place = journal()->FindQueued(workflow_id);
  if (place.ok()) {
    options_.dispatcher->Enqueue(std::move(place->entry));
  } else {
    options_.dispatcher->LookAgain();
  }
}

}  // namespace admf
