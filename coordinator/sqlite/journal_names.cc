#include "coordinator/sqlite/journal_names.h"

#include <string_view>

#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowEvent;

namespace {

/// A value that a newer program has written has no name.
std::string WithoutPrefix(const std::string& name, std::string_view prefix,
                          int number) {
  return name.empty() ? std::to_string(number) : name.substr(prefix.size());
}

v1::WorkflowPhase PhaseOf(const WorkflowEvent& event) {
  switch (event.event_case()) {
    case WorkflowEvent::kPhaseStarted:
      return event.phase_started().phase();
    case WorkflowEvent::kPhaseCompleted:
      return event.phase_completed().result().phase();
    case WorkflowEvent::kPhaseFailed:
      return event.phase_failed().result().phase();
    case WorkflowEvent::kPhaseRetried:
      return event.phase_retried().phase();
    case WorkflowEvent::kProgress:
      return event.progress().phase();
    default:
      return v1::WORKFLOW_PHASE_UNSPECIFIED;
  }
}

}  // namespace

std::string StateName(v1::WorkflowState state) {
  return WithoutPrefix(WorkflowState_Name(state), "WORKFLOW_STATE_", state);
}

std::string TypeName(v1::WorkflowType type) {
  return WithoutPrefix(WorkflowType_Name(type), "WORKFLOW_TYPE_", type);
}

std::string PhaseName(v1::WorkflowPhase phase) {
  return WithoutPrefix(WorkflowPhase_Name(phase), "WORKFLOW_PHASE_", phase);
}

const std::string& EventKind(const WorkflowEvent& event) {
  const auto* field =
      WorkflowEvent::descriptor()->FindFieldByNumber(event.event_case());
  CHECK(field != nullptr);
  return field->name();
}

std::optional<std::string> EventPhase(const WorkflowEvent& event) {
  const v1::WorkflowPhase phase = PhaseOf(event);
  if (phase == v1::WORKFLOW_PHASE_UNSPECIFIED) return std::nullopt;
  return PhaseName(phase);
}

}  // namespace admf
