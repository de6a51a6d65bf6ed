#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "managers/execution_context.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// Runs the tasks of a method, side by side on the workflow's threads, but for
/// those whose results an earlier execution of the phase has kept; each result
/// is a checkpoint. Results in the order of the tasks. The first error in that
/// order; CANCELLED once the context's stop is requested.
absl::StatusOr<std::vector<std::string>> RunTasks(
    const ValidationMethod& method, ExecutionContext& context);

}  // namespace admf
