#include "coordinator/run_events.h"

#include <string>

#include "coordinator/errors.h"
#include "coordinator/proto_time.h"
#include "coordinator/result_builder.h"

namespace admf {

using admf::v1::PhaseResult;
using admf::v1::WorkflowEvent;

WorkflowEvent StartedEvent() {
  WorkflowEvent event;
  event.mutable_started();
  return event;
}

WorkflowEvent RecoveredEvent(bool after_crash) {
  WorkflowEvent event;
  event.mutable_recovered()->set_after_crash(after_crash);
  return event;
}

WorkflowEvent PausedEvent() {
  WorkflowEvent event;
  event.mutable_paused();
  return event;
}

WorkflowEvent InterruptedEvent() {
  WorkflowEvent event;
  event.mutable_interrupted();
  return event;
}

WorkflowEvent PhaseStartedEvent(v1::WorkflowPhase phase, int attempt,
                                size_t index, size_t count) {
  WorkflowEvent event;
  auto* started = event.mutable_phase_started();
  started->set_phase(phase);
  started->set_attempt(attempt);
  started->set_index(static_cast<int>(index) + 1);
  started->set_count(static_cast<int>(count));
  return event;
}

WorkflowEvent PhaseCompletedEvent(const PhaseResult& result) {
  WorkflowEvent event;
  *event.mutable_phase_completed()->mutable_result() = result;
  return event;
}

WorkflowEvent PhaseFailedEvent(const PhaseResult& result, bool critical,
                               const absl::Status& error) {
  WorkflowEvent event;
  auto* failed = event.mutable_phase_failed();
  *failed->mutable_result() = result;
  failed->set_critical(critical);
  *failed->mutable_error() = ToRpcStatus(error, ReasonFor(error));
  return event;
}

WorkflowEvent PhaseRetriedEvent(v1::WorkflowPhase phase, int attempt,
                                absl::Duration backoff,
                                const absl::Status& error) {
  WorkflowEvent event;
  auto* retried = event.mutable_phase_retried();
  retried->set_phase(phase);
  retried->set_attempt(attempt);
  *retried->mutable_backoff() = ToProtoDuration(backoff);
  *retried->mutable_error() = ToRpcStatus(error, ReasonFor(error));
  return event;
}

WorkflowEvent CompletedEvent(const v1::WorkflowResult& result) {
  WorkflowEvent event;
  auto* completed = event.mutable_completed();
  completed->set_state(result.state());
  completed->set_degraded(result.degraded());
  completed->set_result_digest(result.result_digest());
  if (result.has_error()) *completed->mutable_error() = result.error();
  return event;
}

PhaseResult ToPhaseResult(v1::WorkflowPhase phase,
                          const absl::StatusOr<PhaseOutcome>& outcome,
                          absl::Duration duration, int attempt) {
  PhaseResult result;
  result.set_phase(phase);
  result.set_success(outcome.ok());
  result.set_attempt(attempt);
  *result.mutable_duration() = ToProtoDuration(duration);
  if (!outcome.ok()) {
    result.add_errors(std::string(outcome.status().message()));
    return result;
  }
  result.mutable_outputs()->insert(outcome->outputs.begin(),
                                   outcome->outputs.end());
  result.mutable_metrics()->insert(outcome->metrics.begin(),
                                   outcome->metrics.end());
  result.mutable_undefined_metrics()->insert(outcome->undefined_metrics.begin(),
                                             outcome->undefined_metrics.end());
  result.mutable_artifacts()->Add(outcome->artifacts.begin(),
                                  outcome->artifacts.end());
  if (outcome->search.has_value()) *result.mutable_search() = *outcome->search;
  if (outcome->verdict.has_value()) {
    *result.mutable_verdict() = *outcome->verdict;
  }
  result.set_trial_count(outcome->trial_count);
  result.mutable_warnings()->Add(outcome->warnings.begin(),
                                 outcome->warnings.end());
  result.mutable_context()->insert(outcome->context.begin(),
                                   outcome->context.end());
  return result;
}

}  // namespace admf
