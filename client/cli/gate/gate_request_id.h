#pragma once

#include <string>

#include "admf/v1/coordinator_service.pb.h"

namespace admf {

/// The request id under which `admf gate` submits: SHA-256 of the text, the
/// values of --set and the priority. The same content has the same id on every
/// machine and whatever its file is called, so that a gate that runs again
/// finds the workflow that it has submitted before.
///
/// `attempt` is 1, or more after earlier ones have failed: each has an id of
/// its own.
std::string GateRequestId(const v1::SubmitWorkflowRequest& request,
                          int attempt);

}  // namespace admf
