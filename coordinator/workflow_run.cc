#include "coordinator/workflow_run.h"

#include <exception>
#include <new>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "containers/platform/clock.h"
#include "coordinator/errors.h"
#include "managers/result_digest.h"

namespace admf {

using admf::v1::PhaseResult;
using admf::v1::WorkflowEvent;
using admf::v1::WorkflowState;

namespace {

std::string_view View(absl::string_view text) {
  return {text.data(), text.size()};
}

std::string_view ReasonFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return reason::kDataUnusable;
    case absl::StatusCode::kResourceExhausted:
      return reason::kMemoryLimit;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
      return reason::kEnvironment;
    default:
      return reason::kInternal;
  }
}

PhaseResult ToPhaseResult(const PhasePlan& plan,
                          const absl::StatusOr<PhaseOutcome>& outcome,
                          absl::Duration duration) {
  PhaseResult result;
  result.set_phase(plan.phase);
  result.set_success(outcome.ok());
  result.set_attempt(1);
  result.mutable_duration()->set_seconds(absl::ToInt64Seconds(duration));
  result.mutable_duration()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(duration % absl::Seconds(1))));
  if (!outcome.ok()) {
    result.add_errors(std::string(outcome.status().message()));
    return result;
  }
  result.mutable_outputs()->insert(outcome->outputs.begin(),
                                   outcome->outputs.end());
  result.mutable_metrics()->insert(outcome->metrics.begin(),
                                   outcome->metrics.end());
  result.mutable_warnings()->Add(outcome->warnings.begin(),
                                 outcome->warnings.end());
  return result;
}

}  // namespace

WorkflowRun::WorkflowRun(NewWorkflow workflow, const WorkflowManager* manager,
                         const Environment& environment)
    : workflow_(std::move(workflow)),
      manager_(manager),
      environment_(environment),
      phases_(manager->Phases(workflow_.config)) {}

void WorkflowRun::Start(absl::AnyInvocable<void()> done) {
  done_ = std::move(done);
  start_time_ = environment_.events->clock()->Now();
  environment_.log->Write(LogLevel::kInfo, id(), "started");
  WorkflowEvent started;
  started.mutable_started();
  CommitThen({std::move(started)}, &WorkflowRun::AcquireContainer);
}

void WorkflowRun::RequestStop(StopCause cause) {
  StopCause none = StopCause::kNone;
  stop_cause_.compare_exchange_strong(none, cause);
  stop_.request_stop();
}

void WorkflowRun::AcquireContainer() {
  if (!failure_.ok()) {
    Complete();
    return;
  }
  const auto& config = workflow_.config;
  absl::StatusOr<ContainerLease> container =
      environment_.containers->CreateAndStart(
          WorkflowType_Name(config.type()), manager_->Components(),
          {.workflow_id = id(),
           .seed = config.backtest_config().seed(),
           .memory_limit_bytes =
               config.infrastructure_config().memory_limit_mb() << 20});
  if (!container.ok()) {
    failure_ = container.status();
    Complete();
    return;
  }
  container_ = *std::move(container);
  progress_ = std::make_unique<ProgressReporter>(
      id(), &container_->workflow()->events(), environment_.events);
  Events events;
  ChooseNextPhase(&events);
  CommitThen(std::move(events), &WorkflowRun::ExecuteNextPhase);
}

/// Leaves `next_phase_` at the phase to execute, with its `phase_started`
/// event, or at the end. After a failure or a stop, that is the last phase,
/// FINALIZATION, unless it was executed already.
void WorkflowRun::ChooseNextPhase(Events* events) {
  if ((!failure_.ok() || stopped()) && next_phase_ + 1 < phases_.size()) {
    next_phase_ = phases_.size() - 1;
  }
  if (next_phase_ == phases_.size()) return;
  WorkflowEvent event;
  auto* started = event.mutable_phase_started();
  started->set_phase(phases_[next_phase_].phase);
  started->set_attempt(1);
  started->set_index(static_cast<int>(next_phase_) + 1);
  started->set_count(static_cast<int>(phases_.size()));
  events->push_back(std::move(event));
}

void WorkflowRun::ExecuteNextPhase() {
  if (next_phase_ == phases_.size()) {
    Complete();
    return;
  }
  const PhasePlan& plan = phases_[next_phase_];
  const MonotonicTime begin = environment_.events->clock()->MonotonicNow();
  const absl::StatusOr<PhaseOutcome> outcome = Execute(plan);
  const absl::Duration duration =
      absl::FromChrono(environment_.events->clock()->MonotonicNow() - begin);
  Events events = {Record(plan, outcome, duration)};
  ++next_phase_;
  ChooseNextPhase(&events);
  CommitThen(std::move(events), &WorkflowRun::ExecuteNextPhase);
}

/// The one edge at which a manager's exceptions, such as those of libraries
/// that it uses, become errors of the workflow.
absl::StatusOr<PhaseOutcome> WorkflowRun::Execute(const PhasePlan& plan) {
  const std::shared_ptr<WorkflowScope> scope = container_->workflow();
  const bool last = next_phase_ + 1 == phases_.size();
  ExecutionContext context{.workflow_id = id(),
                           .config = workflow_.config,
                           .start_time = start_time_,
                           .container = *container_,
                           .scope = *scope,
                           .stop = last ? std::stop_token() : stop_.get_token(),
                           .failed = !failure_.ok() || stopped(),
                           .current_phase = plan.phase,
                           .completed_phases = completed_phases_};
  progress_->EnterPhase(plan.phase);
  try {
    return manager_->ExecutePhase(plan.phase, context);
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        "the machine has no memory left for this workflow");
  } catch (const std::exception& error) {
    return absl::InternalError(
        absl::StrCat("unexpected exception: ", error.what()));
  }
}

WorkflowEvent WorkflowRun::Record(const PhasePlan& plan,
                                  const absl::StatusOr<PhaseOutcome>& outcome,
                                  absl::Duration duration) {
  const std::string phase = WorkflowPhase_Name(plan.phase);
  PhaseResult result = ToPhaseResult(plan, outcome, duration);
  *result_.add_phases() = result;
  WorkflowEvent event;
  if (outcome.ok()) {
    completed_phases_.push_back(plan.phase);
    for (const auto& [name, value] : outcome->outputs) {
      (*result_.mutable_outputs())[name] = value;
    }
    for (const auto& [name, value] : outcome->metrics) {
      (*result_.mutable_metrics())[name] = value;
    }
    for (const auto& [name, why] : outcome->undefined_metrics) {
      (*result_.mutable_undefined_metrics())[name] = why;
    }
    result_.mutable_artifacts()->Add(outcome->artifacts.begin(),
                                     outcome->artifacts.end());
    result_.mutable_warnings()->Add(outcome->warnings.begin(),
                                    outcome->warnings.end());
    *event.mutable_phase_completed()->mutable_result() = std::move(result);
    environment_.log->Write(
        LogLevel::kDebug, id(),
        absl::StrCat(phase, " took ", absl::FormatDuration(duration)));
    return event;
  }
  event.mutable_phase_failed()->set_critical(plan.critical);
  *event.mutable_phase_failed()->mutable_result() = std::move(result);
  if (!plan.critical) {
    degraded_ = true;
    result_.add_warnings(
        absl::StrCat(phase, " failed: ", outcome.status().message()));
  } else if (failure_.ok()) {
    failure_ = outcome.status();
  }
  return event;
}

absl::Status WorkflowRun::StopStatus() const {
  if (stop_cause_.load() == StopCause::kTimeout) {
    return MakeError(
        absl::StatusCode::kDeadlineExceeded, reason::kWorkflowTimeout,
        absl::StrCat(
            "the workflow ran longer than its timeout of ",
            workflow_.config.infrastructure_config().timeout().seconds(),
            " s; raise infrastructure_config.timeout, or give it less "
            "to do"));
  }
  return MakeError(absl::StatusCode::kCancelled, reason::kWorkflowCancelled,
                   "the workflow was cancelled");
}

void WorkflowRun::ReleaseContainer() {
  progress_.reset();
  if (!container_) return;
  if (const absl::Status status = container_.Release(); !status.ok()) {
    environment_.log->Write(LogLevel::kWarning, id(),
                            absl::StrCat("cleaning up: ", status.ToString()));
  }
}

void WorkflowRun::Complete() {
  ReleaseContainer();
  if (stop_cause_.load() == StopCause::kCancelled) {
    CompleteAs(v1::WORKFLOW_STATE_CANCELLED);
  } else if (!failure_.ok() || stopped()) {
    CompleteAs(v1::WORKFLOW_STATE_FAILED);
  } else {
    CompleteAs(v1::WORKFLOW_STATE_SUCCEEDED);
  }
}

void WorkflowRun::FinishResult(WorkflowState state) {
  const v1::WorkflowConfig& config = workflow_.config;
  result_.set_workflow_id(id());
  result_.set_name(config.name());
  result_.set_type(config.type());
  result_.set_state(state);
  result_.set_degraded(degraded_);
  result_.set_config_digest(workflow_.config_digest);
  *result_.mutable_config() = config;
  result_.set_code_version(environment_.code_version);
  const auto data_digest = result_.outputs().find(kDataDigestOutput);
  if (data_digest != result_.outputs().end()) {
    result_.set_data_digest(data_digest->second);
  }
  result_.clear_error();
  result_.clear_result_digest();
  if (state == v1::WORKFLOW_STATE_SUCCEEDED) {
    result_.set_result_digest(ResultDigest(result_));
  } else {
    const absl::Status status =
        state == v1::WORKFLOW_STATE_CANCELLED || stopped() ? StopStatus()
                                                           : failure_;
    *result_.mutable_error() = ToRpcStatus(status, ReasonFor(status));
  }
}

void WorkflowRun::CompleteAs(WorkflowState state) {
  FinishResult(state);
  WorkflowEvent event;
  auto* completed = event.mutable_completed();
  completed->set_state(state);
  completed->set_degraded(degraded_);
  completed->set_result_digest(result_.result_digest());
  if (result_.has_error()) *completed->mutable_error() = result_.error();
  const std::string name = WorkflowState_Name(state);
  const std::string text = absl::StrCat(
      absl::AsciiStrToLower(absl::StripPrefix(name, "WORKFLOW_STATE_")),
      result_.has_error() ? ": " : "", result_.error().message());
  environment_.events->Append(
      id(), {std::move(event)}, result_,
      [self = shared_from_this(), state, text](absl::Status status) {
        if (absl::IsAborted(status) && state != v1::WORKFLOW_STATE_CANCELLED) {
          // A cancellation was committed after the last look at it.
          self->stop_cause_ = StopCause::kCancelled;
          self->CompleteAs(v1::WORKFLOW_STATE_CANCELLED);
          return;
        }
        self->environment_.log->Write(
            status.ok() ? LogLevel::kInfo : LogLevel::kError, self->id(),
            status.ok() ? View(text) : View(status.message()));
        self->End();
      });
}

void WorkflowRun::End() {
  absl::AnyInvocable<void()> done = std::move(done_);
  done();
}

void WorkflowRun::CommitThen(Events events, Step next) {
  environment_.events->Append(
      id(), std::move(events), std::nullopt,
      [self = shared_from_this(), next](absl::Status status) {
        if (!status.ok() && self->failure_.ok()) {
          self->failure_ = std::move(status);
          self->next_phase_ = self->phases_.size();
        }
        self->Schedule(next);
      });
}

void WorkflowRun::Schedule(Step step) {
  environment_.executor->Schedule(
      [self = shared_from_this(), step] { ((*self).*step)(); });
}

}  // namespace admf
