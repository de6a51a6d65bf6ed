#include "coordinator/workflow_run.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "containers/platform/clock.h"
#include "coordinator/errors.h"
#include "coordinator/journal_checkpoints.h"
#include "coordinator/proto_time.h"
#include "coordinator/retry_policy.h"
#include "coordinator/run_events.h"
#include "coordinator/time_limit.h"
#include "coordinator/workflow_record.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowPhase;
using admf::v1::WorkflowState;

namespace {

/// Between tries to read a workflow from a disk that fails.
constexpr absl::Duration kLoadInterval = absl::Seconds(1);

std::string_view View(absl::string_view text) {
  return {text.data(), text.size()};
}

/// The one edge at which a manager's exceptions, such as those of libraries
/// that it uses, become errors of the workflow.
template <typename Work>
auto WithoutExceptions(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        "the machine has no memory left for this workflow");
  } catch (const std::exception& error) {
    return absl::InternalError(
        absl::StrCat("unexpected exception: ", error.what()));
  }
}

absl::Status TooManyCrashes(int crashes) {
  return MakeError(
      absl::StatusCode::kAborted, reason::kRepeatedCrashes,
      absl::StrCat("the server ended without a shutdown ", crashes,
                   " times while this phase was being executed, so it is not "
                   "tried again; look for the cause in the server's log, then "
                   "`admf retry` goes on with it"));
}

}  // namespace

WorkflowRun::WorkflowRun(std::string workflow_id,
                         const Environment& environment)
    : id_(std::move(workflow_id)),
      environment_(environment),
      commits_(id_, environment_.events) {}

void WorkflowRun::Start(absl::AnyInvocable<void()> done) {
  done_ = std::move(done);
  Schedule(&WorkflowRun::Load);
}

void WorkflowRun::RequestStop(StopCause cause) {
  StopCause none = StopCause::kNone;
  stop_cause_.compare_exchange_strong(none, cause);
  if (cause == StopCause::kShutdown) shutting_down_ = true;
  stop_.request_stop();
  Step step = nullptr;
  {
    MutexLock lock(&mutex_);
    if (!waiting_.has_value() || !environment_.timers->Cancel(*waiting_)) {
      return;
    }
    waiting_.reset();
    step = waiting_step_;
  }
  Schedule(step);
}

void WorkflowRun::Load() {
  absl::StatusOr<StoredWorkflow> stored =
      environment_.events->journal()->Load(id_);
  if (!stored.ok()) {
    LoadFailed(stored.status());
    return;
  }
  const WorkflowState state = stored->status.state();
  const bool executing = IsExecuting(state);
  if (state != v1::WORKFLOW_STATE_QUEUED && !executing) {
    End();
    return;
  }
  const bool after_crash = EndedByCrash(*stored);
  environment_.log->Write(LogLevel::kInfo, id_,
                          !executing    ? "started"
                          : after_crash ? "goes on after a crash"
                                        : "goes on after a shutdown");
  stored_ = *std::move(stored);
  // A recovery counts before anything of it can crash again.
  CommitThen({executing ? RecoveredEvent(after_crash) : StartedEvent()},
             &WorkflowRun::Begin);
}

void WorkflowRun::LoadFailed(const absl::Status& status) {
  environment_.log->Write(LogLevel::kError, id_,
                          absl::StrCat("can't be read: ", status.ToString()));
  // What is there but can't be read is waited for; and it is still there when
  // the server is back.
  if (absl::IsNotFound(status) || shutting_down_) {
    End();
    return;
  }
  // Whoever stops the run doesn't make it readable: no reason to be quicker.
  environment_.timers->Schedule(kLoadInterval, [self = shared_from_this()] {
    self->Schedule(&WorkflowRun::Load);
  });
}

/// Takes over what the journal knows.
void WorkflowRun::Begin() {
  const StoredWorkflow stored = std::move(stored_);
  workflow_ = stored.workflow;
  start_time_ = stored.status.has_start_time()
                    ? FromTimestamp(stored.status.start_time())
                    : environment_.events->clock()->Now();
  const auto& infrastructure = workflow_.config.infrastructure_config();
  workers_ = std::make_unique<SlotWorkers>(
      environment_.executor,
      std::min(infrastructure.cpu_cores(), infrastructure.max_workers()));
  if (stored.status.cancel_requested()) RequestStop(StopCause::kCancelled);
  UpdatePause(stored.status);
  const auto timeout = FromProtoDuration(infrastructure.timeout());
  timeout_ = environment_.timers->Schedule(timeout, [weak = weak_from_this()] {
    if (const auto late = weak.lock()) late->RequestStop(StopCause::kTimeout);
  });
  if (const absl::Status status = TakeOver(stored); !status.ok()) {
    plan_.FailAtOnce(status);
  }
  AcquireContainer();
}

absl::Status WorkflowRun::TakeOver(const StoredWorkflow& stored) {
  ASSIGN_OR_RETURN(manager_,
                   environment_.managers->Get(workflow_.config.type()));
  std::vector<PhasePlan> phases = manager_->Phases(workflow_.config);
  ASSIGN_OR_RETURN(RunHistory history, ReadHistory(stored, phases));
  const bool crashed = EndedByCrash(stored);
  const int crashes = history.crashes + (crashed ? 1 : 0);
  // The next crash must find the phase that it belongs to in the journal.
  goes_ahead_ = !crashed && !history.has_crashed &&
                environment_.max_crashes_per_phase > 1;
  plan_ = RunPlan(std::move(phases), std::move(history));
  if (crashes >= environment_.max_crashes_per_phase) {
    return TooManyCrashes(crashes);
  }
  return absl::OkStatus();
}

void WorkflowRun::AcquireContainer() {
  // Nothing is left to execute, not even the end.
  if (plan_.done()) {
    Complete();
    return;
  }
  absl::Status status;
  const auto& config = workflow_.config;
  absl::StatusOr<ContainerLease> container =
      environment_.containers->CreateAndStart(
          WorkflowType_Name(config.type()), manager_->Components(),
          {.workflow_id = id_,
           .seed = config.backtest_config().seed(),
           .memory_limit_bytes =
               config.infrastructure_config().memory_limit_mb() << 20});
  if (container.ok()) {
    container_ = *std::move(container);
    progress_ = std::make_unique<ProgressReporter>(
        id_, &container_->workflow()->events(), environment_.events);
    status = Restore();
  } else {
    status = container.status();
  }
  if (status.ok() || stop_cause() != StopCause::kNone) {
    // Without a container there is nothing to finalize.
    if (!container_ && ends_early()) plan_.SkipToEnd();
    Proceed();
  } else {
    ContainerFailed(std::move(status));
  }
}

void WorkflowRun::ContainerFailed(absl::Status failure) {
  const v1::RetryPolicy& retry =
      workflow_.config.infrastructure_config().retry();
  if (IsRetryable(failure) && container_attempt_ < retry.max_attempts()) {
    ReleaseContainer();
    ScheduleAfter(BackoffBefore(++container_attempt_, retry,
                                workflow_.config.backtest_config().seed(),
                                v1::WORKFLOW_PHASE_UNSPECIFIED),
                  &WorkflowRun::AcquireContainer);
  } else {
    plan_.FailAtOnce(std::move(failure));
    Complete();
  }
}

template <typename Work>
auto WorkflowRun::InPhase(WorkflowPhase phase, const std::stop_token& stop,
                          Work work) {
  const v1::PhasePolicy policy =
      PolicyOf(workflow_.config.infrastructure_config(), phase);
  TimeLimit limit(environment_.timers,
                  policy.has_timeout() ? FromProtoDuration(policy.timeout())
                                       : absl::InfiniteDuration(),
                  stop);
  JournalCheckpoints checkpoints(id_, phase, environment_.events->journal(),
                                 limit.token());
  std::vector<WorkflowPhase> completed;
  for (const FinishedPhase& finished : plan_.finished()) {
    if (finished.result.success()) completed.push_back(finished.result.phase());
  }
  const std::shared_ptr<WorkflowScope> scope = container_->workflow();
  ExecutionContext context{.workflow_id = id_,
                           .config = workflow_.config,
                           .start_time = start_time_,
                           .container = *container_,
                           .scope = *scope,
                           .parallel = *workers_,
                           .clock = *environment_.events->clock(),
                           .checkpoints = checkpoints,
                           .stop = limit.token(),
                           .failed = ends_early(),
                           .current_phase = phase,
                           .completed_phases = std::move(completed)};
  progress_->EnterPhase(phase);
  auto outcome = WithoutExceptions([&] { return work(context); });
  if (limit.expired() && !outcome.ok()) {
    outcome = MakeError(
        absl::StatusCode::kDeadlineExceeded, reason::kPhaseTimeout,
        absl::StrCat(WorkflowPhase_Name(phase),
                     " took longer than its timeout "
                     "of ",
                     absl::FormatDuration(FromProtoDuration(policy.timeout())),
                     "; raise it in infrastructure_config.phases, or give the "
                     "workflow less to do"));
  }
  return outcome;
}

/// Brings the container to where the finished phases have left another one.
absl::Status WorkflowRun::Restore() {
  for (const FinishedPhase& phase : plan_.finished()) {
    if (!phase.result.success() || stop_cause() != StopCause::kNone) continue;
    const absl::Status status =
        InPhase(phase.result.phase(), stop_.get_token(),
                [&](ExecutionContext& context) {
                  return manager_->RestorePhase(phase.result, context);
                });
    if (absl::IsFailedPrecondition(status) && ReasonOf(status).empty()) {
      return MakeError(status.code(), reason::kOutcomeChanged,
                       View(status.message()));
    }
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

absl::StatusOr<PhaseOutcome> WorkflowRun::Try() {
  const PhasePlan plan = plan_.phase();
  const auto execute = [&](const std::stop_token& stop) {
    return InPhase(plan.phase, stop, [&](ExecutionContext& context) {
      return manager_->ExecutePhase(plan.phase, context);
    });
  };
  left_for_pause_ = false;
  // What ends early is not stopped once more: it keeps what there is.
  if (plan_.at_last_phase() && ends_early()) return execute(std::stop_token());
  if (!plan.resumable) return execute(stop_.get_token());
  const PauseSwitch::Listener pause(&pause_, stop_.get_token());
  auto outcome = execute(pause.token());
  left_for_pause_ = pause.heard() && absl::IsCancelled(outcome.status()) &&
                    stop_cause() == StopCause::kNone;
  return outcome;
}

void WorkflowRun::Proceed() {
  Events events;
  const Step next = ChooseNext(&events);
  CommitThen(std::move(events), next);
}

WorkflowRun::Step WorkflowRun::ChooseNext(Events* events) {
  next_ = plan_.ChooseNext(stop_cause(), pause_.on(), events);
  switch (next_) {
    case RunPlan::Next::kExecute:
      return &WorkflowRun::ExecutePhase;
    case RunPlan::Next::kPause:
    case RunPlan::Next::kInterrupt:
      return &WorkflowRun::GoToRest;
    case RunPlan::Next::kComplete:
      break;
  }
  return &WorkflowRun::Complete;
}

void WorkflowRun::ExecutePhase() {
  // After a phase that can't be kept there is none.
  if (!commits_.failure().ok()) {
    CommitThen({}, &WorkflowRun::ExecutePhase);
    return;
  }
  const Clock& clock = *environment_.events->clock();
  const MonotonicTime begin = clock.MonotonicNow();
  const absl::StatusOr<PhaseOutcome> outcome = Try();
  const absl::Duration duration =
      absl::FromChrono(clock.MonotonicNow() - begin);

  Events events;
  const bool interrupted =
      !outcome.ok() &&
      (stop_cause() == StopCause::kShutdown || left_for_pause_);
  const WorkflowPhase phase = plan_.phase().phase;
  if (!outcome.ok() && !interrupted && ShouldRetry(outcome.status())) {
    const auto policy =
        PolicyOf(workflow_.config.infrastructure_config(), phase);
    backoff_ = BackoffBefore(plan_.attempt() + 1, policy.retry(),
                             workflow_.config.backtest_config().seed(), phase);
    plan_.Retry(outcome.status(), backoff_, &events);
    CommitThen(std::move(events), &WorkflowRun::BackOff);
    return;
  }
  // The try of a phase that was left for a shutdown or a pause leaves no trace.
  if (!interrupted) {
    plan_.Record(outcome, duration, &events);
    environment_.log->Write(LogLevel::kDebug, id_,
                            absl::StrCat(WorkflowPhase_Name(phase), " took ",
                                         absl::FormatDuration(duration)));
  }
  const Step next = ChooseNext(&events);
  CommitThen(std::move(events), next);
}

bool WorkflowRun::ShouldRetry(const absl::Status& failure) const {
  const auto policy =
      PolicyOf(workflow_.config.infrastructure_config(), plan_.phase().phase);
  return IsRetryable(failure) && stop_cause() == StopCause::kNone &&
         plan_.attempt() < policy.retry().max_attempts();
}

void WorkflowRun::BackOff() { ScheduleAfter(backoff_, &WorkflowRun::Proceed); }

void WorkflowRun::ReleaseContainer() {
  progress_.reset();
  if (!container_) return;
  if (const absl::Status status = container_.Release(); !status.ok()) {
    environment_.log->Write(LogLevel::kWarning, id_,
                            absl::StrCat("cleaning up: ", status.ToString()));
  }
}

void WorkflowRun::GoToRest() {
  ReleaseContainer();
  environment_.log->Write(LogLevel::kInfo, id_,
                          next_ == RunPlan::Next::kPause
                              ? "paused"
                              : "interrupted; goes on after a start");
  End();
}

void WorkflowRun::Complete() {
  ReleaseContainer();
  if (stop_cause() == StopCause::kCancelled) {
    CompleteAs(v1::WORKFLOW_STATE_CANCELLED);
  } else if (ends_early()) {
    CompleteAs(v1::WORKFLOW_STATE_FAILED);
  } else {
    CompleteAs(v1::WORKFLOW_STATE_SUCCEEDED);
  }
}

absl::Status WorkflowRun::ErrorOf(WorkflowState state) const {
  if (state == v1::WORKFLOW_STATE_SUCCEEDED) return absl::OkStatus();
  if (state == v1::WORKFLOW_STATE_CANCELLED) {
    return MakeError(absl::StatusCode::kCancelled, reason::kWorkflowCancelled,
                     "the workflow was cancelled");
  }
  if (stop_cause() != StopCause::kTimeout) return plan_.failure();
  return MakeError(
      absl::StatusCode::kDeadlineExceeded, reason::kWorkflowTimeout,
      absl::StrCat("the workflow ran longer than its timeout of ",
                   absl::FormatDuration(FromProtoDuration(
                       workflow_.config.infrastructure_config().timeout())),
                   "; raise infrastructure_config.timeout, or give it less "
                   "to do"));
}

void WorkflowRun::CompleteAs(WorkflowState state) {
  ResultBuilder builder;
  for (const FinishedPhase& phase : plan_.finished()) builder.Add(phase);
  v1::WorkflowResult result =
      builder.Finish(workflow_, state, plan_.degraded(), ErrorOf(state),
                     environment_.code_version);
  const std::string text =
      absl::StrCat(absl::AsciiStrToLower(absl::StripPrefix(
                       WorkflowState_Name(state), "WORKFLOW_STATE_")),
                   result.has_error() ? ": " : "", result.error().message());
  // A cancellation may come in between; then they are needed once more.
  Events events = last_events_;
  events.push_back(CompletedEvent(result));
  commits_.Await(
      std::move(events), std::move(result),
      [self = shared_from_this(), state, text](const auto& status) {
        if (absl::IsAborted(status.status()) && self->commits_.failure().ok() &&
            state != v1::WORKFLOW_STATE_CANCELLED) {
          // A cancellation was committed after the last look at it.
          self->CompleteAs(v1::WORKFLOW_STATE_CANCELLED);
          return;
        }
        self->environment_.log->Write(
            status.ok() ? LogLevel::kInfo : LogLevel::kError, self->id_,
            status.ok() ? View(text) : View(status.status().message()));
        self->End();
      });
}

void WorkflowRun::End() {
  if (timeout_.has_value()) environment_.timers->Cancel(*timeout_);
  absl::AnyInvocable<void()> done = std::move(done_);
  done();
}

void WorkflowRun::CommitThen(Events events, Step next) {
  if (next == &WorkflowRun::Complete) {
    last_events_ = std::move(events);
    Complete();
    return;
  }
  if (next == &WorkflowRun::ExecutePhase && MayGoAhead()) {
    commits_.Ahead(std::move(events), [self = shared_from_this()] {
      // What runs now can't be kept.
      self->RequestStop(StopCause::kShutdown);
    });
    Schedule(next);
    return;
  }
  // A rest can be taken back, or a cancellation can come, just before it is
  // committed; then the events without it are.
  Events without_rest;
  if (next_ == RunPlan::Next::kPause) {
    without_rest.assign(events.begin(), events.end() - 1);
  }
  commits_.Await(
      std::move(events), std::nullopt,
      [self = shared_from_this(), next,
       without_rest = std::move(without_rest)](const auto& status) mutable {
        if (status.ok()) {
          self->begun_ = true;
          self->Schedule(next);
        } else if (self->next_ == RunPlan::Next::kPause &&
                   absl::IsAborted(status.status()) &&
                   self->commits_.failure().ok()) {
          const Step other = self->ChooseNext(&without_rest);
          self->CommitThen(std::move(without_rest), other);
        } else {
          self->CommitFailed(status.status());
        }
      });
}

bool WorkflowRun::MayGoAhead() const {
  return goes_ahead_ && commits_.failure().ok() &&
         environment_.events->journal()->health().ok();
}

/// The journal is closed, or the workflow isn't what the run takes it for.
void WorkflowRun::CommitFailed(const absl::Status& status) {
  environment_.log->Write(
      LogLevel::kError, id_,
      absl::StrCat("stops where it is: ", status.ToString()));
  environment_.executor->Schedule([self = shared_from_this()] {
    self->ReleaseContainer();
    self->End();
  });
}

void WorkflowRun::Schedule(Step step) {
  environment_.executor->Schedule(
      [self = shared_from_this(), step] { ((*self).*step)(); });
}

void WorkflowRun::ScheduleAfter(absl::Duration delay, Step step) {
  {
    MutexLock lock(&mutex_);
    if (!stop_.stop_requested()) {
      waiting_step_ = step;
      waiting_ = environment_.timers->Schedule(
          delay, [self = shared_from_this(), step] {
            {
              MutexLock waiting(&self->mutex_);
              self->waiting_.reset();
            }
            self->Schedule(step);
          });
      return;
    }
  }
  Schedule(step);
}

}  // namespace admf
