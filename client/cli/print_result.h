#pragma once

#include <string>

#include "client/cli/result_exports.h"
#include "client/cli/session.h"

namespace admf {

/// Fetches the result of a workflow that has ended, prints it in the chosen
/// form, says what the verdict is if there is one, and writes the tables that
/// were asked for. kWorkflowFailed if the workflow did not succeed; a verdict
/// that is FAILED changes nothing, since `admf gate` is for that.
ExitCode PrintResult(Session& session, const std::string& workflow_id,
                     const ResultExports& exports);

}  // namespace admf
