#include "coordinator/run_history.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "coordinator/workflow_record.h"

namespace admf {

using admf::v1::PhaseResult;
using admf::v1::WorkflowEvent;

namespace {

class Reader {
 public:
  explicit Reader(const std::vector<PhasePlan>& plan) : plan_(plan) {}

  void Read(const WorkflowEvent& event) {
    switch (event.event_case()) {
      case WorkflowEvent::kSubmitted:
        for (const PhaseResult& phase : event.submitted().inherited_phases()) {
          Finish(phase);
        }
        break;
      case WorkflowEvent::kPhaseStarted:
        history_.next_attempt = event.phase_started().attempt();
        break;
      case WorkflowEvent::kPhaseRetried:
        history_.next_attempt = event.phase_retried().attempt();
        history_.crashes = 0;
        break;
      case WorkflowEvent::kPhaseCompleted:
        Finish(event.phase_completed().result());
        break;
      case WorkflowEvent::kPhaseFailed:
        Fail(event.phase_failed());
        break;
      case WorkflowEvent::kRecovered:
        if (!event.recovered().after_crash()) break;
        ++history_.crashes;
        history_.has_crashed = true;
        break;
      default:
        break;
    }
  }

  absl::StatusOr<RunHistory> Take() {
    if (!problem_.ok()) return problem_;
    return std::move(history_);
  }

 private:
  void Finish(const PhaseResult& result, bool failed_critically = false) {
    const auto phase = std::find_if(
        plan_.begin(), plan_.end(),
        [&](const PhasePlan& plan) { return plan.phase == result.phase(); });
    if (phase == plan_.end()) {
      problem_ = absl::FailedPreconditionError(absl::StrCat(
          "the workflow was begun by another version of the program, whose ",
          WorkflowPhase_Name(result.phase()),
          " this one does not have; submit it again"));
      return;
    }
    history_.finished.push_back({result, failed_critically});
    history_.next_phase = static_cast<size_t>(phase - plan_.begin()) + 1;
    history_.next_attempt = 1;
    history_.crashes = 0;
  }

  void Fail(const WorkflowEvent::PhaseFailed& failed) {
    Finish(failed.result(), failed.critical());
    if (!failed.critical()) {
      history_.degraded = true;
    } else if (history_.failure.ok()) {
      history_.failure = FromRpcStatus(failed.error());
    }
  }

  const std::vector<PhasePlan>& plan_;
  RunHistory history_;
  absl::Status problem_;
};

}  // namespace

absl::StatusOr<RunHistory> ReadHistory(const StoredWorkflow& stored,
                                       const std::vector<PhasePlan>& plan) {
  Reader reader(plan);
  for (const WorkflowEvent& event : stored.history) reader.Read(event);
  return reader.Take();
}

bool EndedByCrash(const StoredWorkflow& stored) {
  if (!IsExecuting(stored.status.state())) return false;
  // Requests of clients may follow the interruption.
  for (auto event = stored.history.rbegin(); event != stored.history.rend();
       ++event) {
    switch (event->event_case()) {
      case WorkflowEvent::kInterrupted:
        return false;
      case WorkflowEvent::kCancelRequested:
      case WorkflowEvent::kPauseRequested:
      case WorkflowEvent::kResumed:
        break;
      default:
        return true;
    }
  }
  return true;
}

}  // namespace admf
