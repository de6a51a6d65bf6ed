#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

// The events of a run, and the messages in them.

admf::v1::WorkflowEvent StartedEvent();
admf::v1::WorkflowEvent RecoveredEvent(bool after_crash);
admf::v1::WorkflowEvent PausedEvent();
admf::v1::WorkflowEvent InterruptedEvent();
/// @param index of the phase among `count`, from 0
admf::v1::WorkflowEvent PhaseStartedEvent(admf::v1::WorkflowPhase phase,
                                          int attempt, size_t index,
                                          size_t count);
admf::v1::WorkflowEvent PhaseCompletedEvent(
    const admf::v1::PhaseResult& result);
admf::v1::WorkflowEvent PhaseFailedEvent(const admf::v1::PhaseResult& result,
                                         bool critical,
                                         const absl::Status& error);
/// @param attempt the next one
admf::v1::WorkflowEvent PhaseRetriedEvent(admf::v1::WorkflowPhase phase,
                                          int attempt, absl::Duration backoff,
                                          const absl::Status& error);
admf::v1::WorkflowEvent CompletedEvent(const admf::v1::WorkflowResult& result);

admf::v1::PhaseResult ToPhaseResult(admf::v1::WorkflowPhase phase,
                                    const absl::StatusOr<PhaseOutcome>& outcome,
                                    absl::Duration duration, int attempt);

}  // namespace admf
