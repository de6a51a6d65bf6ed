#pragma once

#include <optional>
#include <string>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"

namespace admf {

// How the journal's tables spell what the contract has as enums.

/// `QUEUED`.
std::string StateName(admf::v1::WorkflowState state);
/// `BACKTEST`.
std::string TypeName(admf::v1::WorkflowType type);
/// `DATA_PREPARATION`.
std::string PhaseName(admf::v1::WorkflowPhase phase);
/// `phase_completed`.
const std::string& EventKind(const admf::v1::WorkflowEvent& event);
/// The name of the phase that the event belongs to, if any.
std::optional<std::string> EventPhase(const admf::v1::WorkflowEvent& event);

}  // namespace admf
