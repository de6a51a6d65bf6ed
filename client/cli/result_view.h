#pragma once

#include <string>

#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "client/cli/style.h"

// What a workflow came to, as text.

namespace admf {

/// The result for people: what was run, its metrics in the units that people
/// use, what is undefined and why, warnings, errors, and what there is to
/// export.
std::string ResultText(const v1::WorkflowResult& result, const Style& style,
                       size_t width);

/// The result as rows of name and value, unrounded. A metric that is undefined
/// has no value.
std::string ResultCsv(const v1::WorkflowResult& result);

}  // namespace admf
