#pragma once

#include <string>

#include "admf/v1/workflow.pb.h"

namespace admf {

/// One event in a few words, such as `phase 3/6: computation`.
std::string EventText(const v1::WorkflowEvent& event);

/// The name of an event's kind, such as `phase_started`.
std::string EventName(const v1::WorkflowEvent& event);

}  // namespace admf
