#pragma once

#include <string>

#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "containers/event_bus.h"
#include "containers/platform/clock.h"
#include "coordinator/event_log.h"
#include "managers/progress.h"

namespace admf {

/// Turns the progress that a container's components publish into events of the
/// workflow: at most ten a second, and the longer the work takes the fewer, so
/// that work may report as often as it likes and a day of it is a few thousand
/// events.
///
/// Used by one thread at a time, the one that executes the workflow's phases.
class ProgressReporter {
 public:
  /// Listens on `bus` from now until it is destroyed. `events` outlives it.
  ProgressReporter(std::string workflow_id, EventBus* bus, EventLog* events);

  /// Names the phase that is being executed.
  void EnterPhase(admf::v1::WorkflowPhase phase);

 private:
  void Report(const ProgressMade& progress);

  const std::string workflow_id_;
  EventLog* const events_;
  admf::v1::WorkflowPhase phase_ = admf::v1::WORKFLOW_PHASE_UNSPECIFIED;
  const MonotonicTime begin_;
  MonotonicTime last_report_;
  // Last: it calls Report.
  Subscription subscription_;
};

}  // namespace admf
