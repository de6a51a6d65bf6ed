#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "containers/platform/clock.h"
#include "containers/universal_scoped_container.h"
#include "containers/workflow_scope.h"
#include "managers/parallel_work.h"
#include "managers/phase_checkpoints.h"

namespace admf {

/// What a phase knows of the workflow that it belongs to. Made by the
/// coordinator, one per workflow; used by one thread at a time. What it refers
/// to outlives it.
struct ExecutionContext {
  const std::string& workflow_id;
  /// Defaults filled in.
  const admf::v1::WorkflowConfig& config;
  const absl::Time start_time;
  /// The workflow's components.
  UniversalScopedContainer& container;
  /// Its events, random numbers, scratch folder and memory, and the services
  /// that it shares with others.
  WorkflowScope& scope;
  /// The threads that it may work on.
  ParallelWork& parallel;
  const Clock& clock;
  /// What the current phase has finished so far.
  PhaseCheckpoints& checkpoints;
  /// Requested when the workflow is cancelled or interrupted, or its time or
  /// the phase's is up. Only the last where FINALIZATION cleans up after what
  /// has failed or was stopped before.
  std::stop_token stop;
  /// Whether an earlier critical phase failed; FINALIZATION keeps what there
  /// is.
  bool failed = false;
  admf::v1::WorkflowPhase current_phase = admf::v1::WORKFLOW_PHASE_UNSPECIFIED;
  std::vector<admf::v1::WorkflowPhase> completed_phases;

  /// The same with another configuration, for a part of the work that has one
  /// of its own.
  ExecutionContext With(const admf::v1::WorkflowConfig& other) const {
    return {.workflow_id = workflow_id,
            .config = other,
            .start_time = start_time,
            .container = container,
            .scope = scope,
            .parallel = parallel,
            .clock = clock,
            .checkpoints = checkpoints,
            .stop = stop,
            .failed = failed,
            .current_phase = current_phase,
            .completed_phases = completed_phases};
  }
};

}  // namespace admf
