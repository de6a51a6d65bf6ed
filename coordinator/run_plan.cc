#include "coordinator/run_plan.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/journal.h"
#include "coordinator/run_events.h"

namespace admf {
namespace {

absl::Status TooLarge(const v1::PhaseResult& result) {
  return absl::ResourceExhaustedError(absl::StrCat(
      v1::WorkflowPhase_Name(result.phase()), " has a result of ",
      result.ByteSizeLong(), " bytes, which is more than the journal's limit, ",
      Journal::kMaxValueBytes));
}

}  // namespace

void RunPlan::FailAtOnce(absl::Status failure) {
  history_.failure = std::move(failure);
  SkipToEnd();
}

void RunPlan::Retry(const absl::Status& failure, absl::Duration backoff,
                    Events* events) {
  ++history_.next_attempt;
  events->push_back(PhaseRetriedEvent(phase().phase, history_.next_attempt,
                                      backoff, failure));
}

void RunPlan::Record(const absl::StatusOr<PhaseOutcome>& outcome,
                     absl::Duration duration, Events* events) {
  const PhasePlan& plan = phase();
  FinishedPhase finished{
      .result = ToPhaseResult(plan.phase, outcome, duration, attempt()),
      .failed_critically = !outcome.ok() && plan.critical};
  if (outcome.ok() &&
      finished.result.ByteSizeLong() > Journal::kMaxValueBytes) {
    Record(TooLarge(finished.result), duration, events);
    return;
  }
  if (outcome.ok()) {
    events->push_back(PhaseCompletedEvent(finished.result));
  } else {
    events->push_back(
        PhaseFailedEvent(finished.result, plan.critical, outcome.status()));
    if (!plan.critical) {
      history_.degraded = true;
    } else if (history_.failure.ok()) {
      history_.failure = outcome.status();
    }
  }
  history_.finished.push_back(std::move(finished));
  ++history_.next_phase;
  history_.next_attempt = 1;
}

RunPlan::Next RunPlan::ChooseNext(StopCause stop, bool pause_requested,
                                  Events* events) {
  if (done()) return Next::kComplete;
  if (stop == StopCause::kShutdown) {
    events->push_back(InterruptedEvent());
    return Next::kInterrupt;
  }
  if (ends_early(stop)) {
    if (!at_last_phase()) {
      history_.next_attempt = 1;
      history_.next_phase = phases_.size() - 1;
    }
  } else if (pause_requested) {
    events->push_back(PausedEvent());
    return Next::kPause;
  }
  events->push_back(PhaseStartedEvent(phase().phase, attempt(),
                                      history_.next_phase, phases_.size()));
  return Next::kExecute;
}

}  // namespace admf
