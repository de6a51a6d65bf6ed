#include "coordinator/coordinator.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowResult;
using admf::v1::WorkflowStatus;

namespace {

/// Crockford's base 32: no letters that look like digits.
constexpr char kIdDigits[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kIdLength = 16;

WorkflowEvent CancelRequestedEvent(std::string_view reason) {
  WorkflowEvent event;
  event.mutable_cancel_requested()->set_reason(std::string(reason));
  return event;
}

}  // namespace

Coordinator::Coordinator(Options options)
    : options_(std::move(options)),
      validator_(options_.managers, options_.limits),
      events_(options_.journal, &watches_, options_.clock),
      ids_(options_.id_seed, /*stream=*/0) {}

Coordinator::~Coordinator() {
  MutexLock lock(&mutex_);
  CHECK(running_.empty());
}

std::string Coordinator::NewIdLocked() {
  std::string id = "wf-";
  for (int i = 0; i < kIdLength; ++i) id += kIdDigits[ids_.NextBelow(32)];
  return id;
}

absl::Status Coordinator::AdmitLocked() const {
  if (draining_) {
    return WithRetry(
        MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown,
                  "the server is shutting down and takes on no more work; "
                  "submit again when it is back"),
        absl::Seconds(10));
  }
  const auto waiting = static_cast<int>(waiting_.size());
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
  auto found = options_.journal->FindRequest(request_id, request_digest);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  auto status = GetStatus(**found);
  if (!status.ok()) return status.status();
  return Submitted{.status = *std::move(status), .already_submitted = true};
}

void Coordinator::Submit(const ValidatedWorkflow& validated,
                         Submission submission, SubmitDone done) {
  CHECK(validated.problems.empty());
  NewWorkflow workflow{.request_id = std::move(submission.request_id),
                       .request_digest = std::move(submission.request_digest),
                       .priority = submission.priority,
                       .config = validated.config,
                       .config_digest = validated.config_digest};
  absl::Status admitted;
  {
    MutexLock lock(&mutex_);
    admitted = AdmitLocked();
    if (admitted.ok()) {
      workflow.id = NewIdLocked();
      waiting_[workflow.id] = {.workflow = workflow,
                               .manager = validated.manager};
    }
  }
  if (!admitted.ok()) {
    done(std::move(admitted));
    return;
  }
  const std::string id = workflow.id;
  options_.journal->Create(
      std::move(workflow), options_.clock->Now(),
      [this, id, done = std::move(done)](
          absl::StatusOr<Journal::Created> created) mutable {
        Committed(id, std::move(created), std::move(done));
      });
}

void Coordinator::Committed(const std::string& id,
                            absl::StatusOr<Journal::Created> created,
                            SubmitDone done) {
  const bool is_new = created.ok() && !created->already_existed;
  bool cancel = false;
  Waiting cancelled;
  {
    MutexLock lock(&mutex_);
    const auto waiting = waiting_.find(id);
    if (is_new && !draining_) {
      queue_.Push(id, waiting->second.workflow.priority);
    } else {
      cancel = is_new;
      cancelled = std::move(waiting->second);
      waiting_.erase(waiting);
    }
  }
  if (!created.ok()) {
    done(created.status());
  } else {
    if (is_new) options_.log->Write(LogLevel::kInfo, id, "submitted");
    absl::StatusOr<WorkflowStatus> status = GetStatus(created->workflow_id);
    if (status.ok()) {
      done(Submitted{.status = *std::move(status),
                     .already_submitted = created->already_existed});
    } else {
      done(status.status());
    }
  }
  if (cancel) {
    CancelQueued(cancelled, "the server is shutting down", [](const auto&) {});
  }
  Dispatch();
  CheckDrained();
}

bool Coordinator::FitsLocked(const Waiting& next) const {
  if (static_cast<int>(running_.size()) >=
      options_.limits.max_running_workflows) {
    return false;
  }
  int cores = next.workflow.config.infrastructure_config().cpu_cores();
  for (const auto& [id, running] : running_) cores += running.run->cpu_cores();
  return cores <= options_.limits.worker_threads;
}

void Coordinator::Dispatch() {
  while (true) {
    std::shared_ptr<WorkflowRun> run;
    absl::Duration timeout;
    {
      MutexLock lock(&mutex_);
      const std::optional<std::string> front = queue_.Front();
      if (!front.has_value()) return;
      const auto next = waiting_.find(*front);
      if (!FitsLocked(next->second)) return;
      const auto& limit =
          next->second.workflow.config.infrastructure_config().timeout();
      timeout =
          absl::Seconds(limit.seconds()) + absl::Nanoseconds(limit.nanos());
      run = std::make_shared<WorkflowRun>(
          std::move(next->second.workflow), next->second.manager,
          WorkflowRun::Environment{.containers = options_.containers,
                                   .events = &events_,
                                   .executor = options_.executor,
                                   .log = options_.log,
                                   .code_version = options_.code_version});
      queue_.Remove(*front);
      waiting_.erase(next);
      running_[*front] = {.run = run};
    }
    Begin(std::move(run), timeout);
  }
}

void Coordinator::Begin(std::shared_ptr<WorkflowRun> run,
                        absl::Duration timeout) {
  const std::string id = run->id();
  const TimerId timer = options_.timers->Schedule(
      timeout, [weak = std::weak_ptr<WorkflowRun>(run)] {
        if (const auto late = weak.lock()) {
          late->RequestStop(StopCause::kTimeout);
        }
      });
  {
    MutexLock lock(&mutex_);
    running_.find(id)->second.timeout = timer;
  }
  run->Start([this, id] { Ended(id); });
}

void Coordinator::Ended(const std::string& id) {
  TimerId timer = 0;
  {
    MutexLock lock(&mutex_);
    timer = running_.find(id)->second.timeout;
  }
  options_.timers->Cancel(timer);
  options_.infrastructure->Trim();
  // Whoever waits for the end of a drain may destroy the coordinator, so
  // leaving the map is the last thing but one.
  {
    MutexLock lock(&mutex_);
    running_.erase(id);
  }
  Dispatch();
  CheckDrained();
}

void Coordinator::Cancel(std::string_view workflow_id, std::string_view reason,
                         CancelDone done) {
  std::shared_ptr<WorkflowRun> run;
  std::optional<Waiting> queued;
  {
    MutexLock lock(&mutex_);
    const auto running = running_.find(workflow_id);
    if (running != running_.end()) {
      run = running->second.run;
    } else if (queue_.Remove(workflow_id)) {
      const auto waiting = waiting_.find(workflow_id);
      queued = std::move(waiting->second);
      waiting_.erase(waiting);
    }
  }
  if (run != nullptr) {
    CancelRunning(run, reason, std::move(done));
  } else if (queued.has_value()) {
    CancelQueued(*queued, reason, std::move(done));
  } else {
    done(options_.journal->GetStatus(workflow_id));
  }
}

void Coordinator::CancelRunning(const std::shared_ptr<WorkflowRun>& run,
                                std::string_view reason, CancelDone done) {
  const absl::StatusOr<WorkflowStatus> before = GetStatus(run->id());
  if (before.ok() && before->state() == v1::WORKFLOW_STATE_CANCELLING) {
    done(before);
    return;
  }
  events_.Append(
      run->id(), {CancelRequestedEvent(reason)}, std::nullopt,
      [this, run, done = std::move(done)](absl::Status status) mutable {
        // FAILED_PRECONDITION: it has ended in the meantime, which is as good.
        if (!status.ok() && !absl::IsFailedPrecondition(status)) {
          done(std::move(status));
          return;
        }
        if (status.ok()) {
          options_.log->Write(LogLevel::kInfo, run->id(), "cancelling");
        }
        run->RequestStop(StopCause::kCancelled);
        done(GetStatus(run->id()));
      });
}

void Coordinator::CancelQueued(const Waiting& waiting, std::string_view reason,
                               CancelDone done) {
  const NewWorkflow& workflow = waiting.workflow;
  const std::string id = workflow.id;
  WorkflowResult result;
  result.set_workflow_id(id);
  result.set_name(workflow.config.name());
  result.set_type(workflow.config.type());
  result.set_state(v1::WORKFLOW_STATE_CANCELLED);
  result.set_config_digest(workflow.config_digest);
  *result.mutable_config() = workflow.config;
  result.set_code_version(options_.code_version);
  *result.mutable_error() = ToRpcStatus(
      MakeError(absl::StatusCode::kCancelled, reason::kWorkflowCancelled,
                "the workflow was cancelled before it ran"));
  WorkflowEvent completed;
  completed.mutable_completed()->set_state(v1::WORKFLOW_STATE_CANCELLED);
  *completed.mutable_completed()->mutable_error() = result.error();
  events_.Append(
      id, {CancelRequestedEvent(reason), std::move(completed)},
      std::move(result),
      [this, id, done = std::move(done)](absl::Status status) mutable {
        if (!status.ok()) {
          done(std::move(status));
          return;
        }
        options_.log->Write(LogLevel::kInfo, id, "cancelled in the queue");
        done(options_.journal->GetStatus(id));
      });
}

absl::StatusOr<WorkflowStatus> Coordinator::GetStatus(
    std::string_view workflow_id) const {
  absl::StatusOr<WorkflowStatus> status =
      options_.journal->GetStatus(workflow_id);
  if (!status.ok() || status->state() != v1::WORKFLOW_STATE_QUEUED) {
    return status;
  }
  MutexLock lock(&mutex_);
  status->set_queue_position(queue_.Position(workflow_id).value_or(0));
  return status;
}

std::vector<WorkflowStatus> Coordinator::ListActive() const {
  std::vector<std::string> ids;
  size_t running_count = 0;
  {
    MutexLock lock(&mutex_);
    for (const auto& [id, running] : running_) ids.push_back(id);
    running_count = ids.size();
    for (std::string& id : queue_.Ids()) ids.push_back(std::move(id));
  }
  std::vector<WorkflowStatus> active;
  for (size_t i = 0; i < ids.size(); ++i) {
    absl::StatusOr<WorkflowStatus> status = options_.journal->GetStatus(ids[i]);
    // It may have ended since the lock was given back.
    if (!status.ok() || IsTerminal(status->state())) continue;
    if (i >= running_count) {
      status->set_queue_position(static_cast<int>(i - running_count));
    }
    active.push_back(*std::move(status));
  }
  return active;
}

Coordinator::Load Coordinator::load() const {
  MutexLock lock(&mutex_);
  return {.running = static_cast<int>(running_.size()),
          .queued = static_cast<int>(waiting_.size()),
          .accepting = !draining_};
}

void Coordinator::Drain(absl::Duration grace, absl::AnyInvocable<void()> done) {
  std::vector<Waiting> queued;
  {
    MutexLock lock(&mutex_);
    CHECK(!draining_);
    draining_ = true;
    drained_ = std::move(done);
    for (const std::string& id : queue_.Ids()) {
      const auto waiting = waiting_.find(id);
      queued.push_back(std::move(waiting->second));
      waiting_.erase(waiting);
      queue_.Remove(id);
    }
  }
  for (const Waiting& waiting : queued) {
    CancelQueued(waiting, "the server is shutting down", [](const auto&) {});
  }
  options_.timers->Schedule(grace, [this] {
    std::vector<std::shared_ptr<WorkflowRun>> runs;
    {
      MutexLock lock(&mutex_);
      for (const auto& [id, running] : running_) runs.push_back(running.run);
    }
    for (const auto& run : runs) {
      CancelRunning(run, "the server is shutting down", [](const auto&) {});
    }
  });
  CheckDrained();
}

void Coordinator::CheckDrained() {
  absl::AnyInvocable<void()> done;
  {
    MutexLock lock(&mutex_);
    if (!draining_ || !running_.empty() || !waiting_.empty()) return;
    done = std::move(drained_);
    drained_ = nullptr;
  }
  if (done) done();
}

}  // namespace admf
