#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/session.h"

namespace admf {

/// What a command does with one workflow; how the workflow stands then.
using StatusCall = std::function<absl::StatusOr<v1::WorkflowStatus>(
    CoordinatorClient&, const std::string&)>;

/// Makes `call` for each workflow and prints how they stand then, in the chosen
/// form; goes on after one that fails. The exit code that tells most.
ExitCode PrintStatuses(Session& session, const std::vector<std::string>& ids,
                       const StatusCall& call);

}  // namespace admf
