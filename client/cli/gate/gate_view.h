#pragma once

#include <string>
#include <vector>

#include "client/cli/gate/gate_case.h"
#include "client/cli/style.h"
#include "nlohmann/json_fwd.hpp"

// What `admf gate` prints.

namespace admf {

/// A row for each criterion, one for each warning, and a line that sums up.
std::string GateText(const std::vector<GateCase>& cases, const Style& style,
                     size_t width);

/// The same as rows, unrounded. A file without a verdict has one row, with
/// `error` and the reason.
std::string GateCsv(const std::vector<GateCase>& cases);

/// `passed`, and for each file `file`, `workflow_id`, `passed`, `problem`,
/// `violations` and the `result` as the service has it, or null.
nlohmann::ordered_json GateJson(const std::vector<GateCase>& cases);

}  // namespace admf
