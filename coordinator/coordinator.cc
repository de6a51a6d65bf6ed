#include "coordinator/coordinator.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "coordinator/journal_support.h"
#include "coordinator/run_history.h"
#include "coordinator/workflow_record.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowStatus;

namespace {

/// Crockford's base 32: no letters that look like digits.
constexpr char kIdDigits[] = "0123456789abcdefghjkmnpqrstvwxyz";
/// Milliseconds until the year 3084, and random digits.
constexpr int kTimeDigits = 9;
constexpr int kRandomDigits = 7;

Dispatcher::Options DispatcherOptions(const Coordinator::Options& options,
                                      EventLog* events) {
  return {
      .limits = options.limits,
      .runs = {.managers = options.managers,
               .containers = options.containers,
               .events = events,
               .executor = options.executor,
               .timers = options.timers,
               .log = options.log,
               .code_version = options.code_version,
               .max_crashes_per_phase = options.limits.max_crashes_per_phase},
      .on_run_ended = [infrastructure = options.infrastructure] {
        infrastructure->Trim();
      }};
}

/// What a retry need not do again: the phases up to the first unfinished one,
/// and never the last one, which keeps the results.
std::vector<v1::PhaseResult> InheritedPhases(
    const RunHistory& history, const std::vector<PhasePlan>& plan) {
  std::vector<v1::PhaseResult> inherited;
  for (const FinishedPhase& phase : history.finished) {
    const size_t next = inherited.size();
    if (next + 1 >= plan.size() || !phase.result.success() ||
        phase.result.phase() != plan[next].phase) {
      break;
    }
    inherited.push_back(phase.result);
  }
  return inherited;
}

}  // namespace

Coordinator::Coordinator(Options options)
    : options_(std::move(options)),
      validator_(options_.managers, options_.limits),
      events_(options_.journal, &watches_, options_.clock),
      dispatcher_(DispatcherOptions(options_, &events_)),
      control_({.managers = options_.managers,
                .events = &events_,
                .dispatcher = &dispatcher_,
                .log = options_.log,
                .code_version = options_.code_version}),
      ids_(options_.id_seed, /*stream=*/0) {}

absl::Status Coordinator::Start() {
  // Executing workflows are few: never more than the limits allowed.
  ASSIGN_OR_RETURN(
      const std::vector<Journal::Listed> executing,
      options_.journal->List({.states = {v1::WORKFLOW_STATE_RUNNING,
                                         v1::WORKFLOW_STATE_CANCELLING}},
                             std::numeric_limits<int64_t>::max(),
                             std::numeric_limits<int32_t>::max()));
  std::vector<QueuedWorkflow> interrupted;
  for (auto it = executing.rbegin(); it != executing.rend(); ++it) {
    ASSIGN_OR_RETURN(const StoredWorkflow stored,
                     options_.journal->Load(it->status.workflow_id()));
    interrupted.push_back(
        {.id = stored.workflow.id,
         .cpu_cores =
             stored.workflow.config.infrastructure_config().cpu_cores()});
  }
  dispatcher_.Start(interrupted);
  return absl::OkStatus();
}

// Ids ascend with time, so that the journal's index of them grows at its end.
std::string Coordinator::NewIdLocked(absl::Time now) {
  std::string id = "wf-";
  const auto milliseconds = static_cast<uint64_t>(absl::ToUnixMillis(now));
  for (int i = kTimeDigits - 1; i >= 0; --i) {
    id += kIdDigits[(milliseconds >> (5 * i)) & 31];
  }
  for (int i = 0; i < kRandomDigits; ++i) id += kIdDigits[ids_.NextBelow(32)];
  return id;
}

int64_t Coordinator::WaitingCount() const {
  // Read in this order: a run may begin in between, but none is counted twice.
  const int starting = dispatcher_.count().starting;
  return std::max<int64_t>(0, options_.journal->queued_count() - starting);
}

absl::Status Coordinator::AdmitLocked() const {
  if (draining_) {
    return WithRetry(
        MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown,
                  "the server is shutting down and takes on no more work; "
                  "submit again when it is back"),
        absl::Seconds(2));
  }
  RETURN_IF_ERROR(options_.journal->health());
  const int64_t waiting =
      WaitingCount() + static_cast<int64_t>(creating_.size());
  if (waiting < options_.limits.max_queued_workflows) return absl::OkStatus();
  return WithRetry(
      MakeError(absl::StatusCode::kResourceExhausted, reason::kQueueFull,
                absl::StrCat("the queue is full: ", waiting,
                             " workflows are waiting, which is the limit; "
                             "submit again later, or cancel some")),
      absl::Seconds(1));
}

absl::StatusOr<std::optional<Coordinator::Submitted>>
Coordinator::FindSubmission(std::string_view request_id,
                            std::string_view request_digest) {
  ASSIGN_OR_RETURN(std::optional<WorkflowStatus> found,
                   options_.journal->FindRequest(request_id, request_digest));
  if (!found.has_value()) return std::nullopt;
  return Submitted{.status = *std::move(found), .already_submitted = true};
}

void Coordinator::Submit(ValidatedWorkflow validated, Submission submission,
                         SubmitDone done) {
  CHECK(validated.problems.empty());
  Create({.request_id = std::move(submission.request_id),
          .request_digest = std::move(submission.request_digest),
          .priority = submission.priority,
          .config = std::move(validated.config),
          .config_digest = std::move(validated.config_digest)},
         std::move(done));
}

void Coordinator::Retry(std::string_view workflow_id, Submission submission,
                        SubmitDone done) {
  absl::StatusOr<NewWorkflow> workflow = RetryOf(workflow_id);
  if (!workflow.ok()) {
    done(workflow.status());
    return;
  }
  workflow->request_id = std::move(submission.request_id);
  workflow->request_digest = std::move(submission.request_digest);
  if (submission.priority != 0) workflow->priority = submission.priority;
  Create(*std::move(workflow), std::move(done));
}

absl::StatusOr<NewWorkflow> Coordinator::RetryOf(
    std::string_view workflow_id) const {
  ASSIGN_OR_RETURN(const StoredWorkflow old,
                   options_.journal->Load(workflow_id));
  if (!IsTerminal(old.status.state())) return NotFinished(old.status);
  if (old.status.state() == v1::WORKFLOW_STATE_SUCCEEDED &&
      !old.status.degraded()) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, reason::kNothingToRetry,
        absl::StrCat("workflow ", old.workflow.id,
                     " has succeeded; submit it again to run all of it anew"));
  }
  ASSIGN_OR_RETURN(const WorkflowManager* manager,
                   options_.managers->Get(old.workflow.config.type()));
  const std::vector<PhasePlan> plan = manager->Phases(old.workflow.config);
  ASSIGN_OR_RETURN(const RunHistory history, ReadHistory(old, plan));
  return NewWorkflow{.priority = old.workflow.priority,
                     .config = old.workflow.config,
                     .config_digest = old.workflow.config_digest,
                     .retry_of = old.workflow.id,
                     .inherited_phases = InheritedPhases(history, plan)};
}

void Coordinator::Create(NewWorkflow workflow, SubmitDone done) {
  const absl::Time now = options_.clock->Now();
  absl::Status admitted;
  {
    MutexLock lock(&mutex_);
    admitted = AdmitLocked();
    if (admitted.ok()) {
      workflow.id = NewIdLocked(now);
      creating_.insert(workflow.id);
    }
  }
  if (!admitted.ok()) {
    done(std::move(admitted));
    return;
  }
  workflow.queue_rank =
      QueueRank(now, workflow.priority, options_.limits.priority_aging);
  QueuedWorkflow entry{
      .id = workflow.id,
      .rank = workflow.queue_rank,
      .cpu_cores = workflow.config.infrastructure_config().cpu_cores()};
  options_.journal->Create(
      std::move(workflow), now,
      [this, entry = std::move(entry), done = std::move(done)](
          absl::StatusOr<Journal::Created> created) mutable {
        Created(entry, std::move(created), std::move(done));
      });
}

void Coordinator::Created(const QueuedWorkflow& entry,
                          absl::StatusOr<Journal::Created> created,
                          SubmitDone done) {
  {
    MutexLock lock(&mutex_);
    creating_.erase(entry.id);
  }
  if (!created.ok()) {
    done(created.status());
    return;
  }
  const bool is_new = !created->already_existed;
  if (is_new) options_.log->Write(LogLevel::kInfo, entry.id, "submitted");
  done(Submitted{.status = std::move(created->status),
                 .already_submitted = !is_new});
  if (is_new) dispatcher_.Enqueue(entry);
}

absl::StatusOr<WorkflowStatus> Coordinator::GetStatus(
    std::string_view workflow_id) const {
  ASSIGN_OR_RETURN(WorkflowStatus status,
                   options_.journal->GetStatus(workflow_id));
  if (status.state() == v1::WORKFLOW_STATE_QUEUED) {
    // It may have left the queue since.
    const auto place = options_.journal->FindQueued(workflow_id);
    if (place.ok()) {
      status.set_queue_position(static_cast<int>(place->ahead));
    }
  }
  return status;
}

absl::StatusOr<Coordinator::Active> Coordinator::ListActive(
    size_t max_queued) const {
  Active active{.queued = WaitingCount()};
  const std::vector<std::string> running = dispatcher_.RunningIds();
  for (const std::string& id : running) {
    ASSIGN_OR_RETURN(WorkflowStatus status, options_.journal->GetStatus(id));
    if (IsExecuting(status.state())) {
      active.workflows.push_back(std::move(status));
    }
  }
  ASSIGN_OR_RETURN(const std::vector<QueuedWorkflow> queued,
                   options_.journal->NextQueued(max_queued));
  for (size_t i = 0; i < queued.size(); ++i) {
    ASSIGN_OR_RETURN(WorkflowStatus status,
                     options_.journal->GetStatus(queued[i].id));
    // It may have left the queue since.
    if (status.state() != v1::WORKFLOW_STATE_QUEUED) continue;
    status.set_queue_position(static_cast<int>(i));
    active.workflows.push_back(std::move(status));
  }
  return active;
}

Coordinator::Load Coordinator::load() const {
  MutexLock lock(&mutex_);
  return {.running = dispatcher_.count().running,
          .queued = WaitingCount(),
          .accepting = !draining_ && options_.journal->health().ok()};
}

void Coordinator::Drain(absl::Duration grace, absl::AnyInvocable<void()> done) {
  {
    MutexLock lock(&mutex_);
    draining_ = true;
  }
  dispatcher_.Drain(grace, std::move(done));
}

}  // namespace admf
