#pragma once

#include <string>

#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/style.h"

// What was understood of a price file, as text.

namespace admf {

/// The facts one below the other, then what deserves a look.
std::string InspectionText(const v1::InspectDataResponse& inspected,
                           const Style& style, size_t width);

/// A row for each finding: kind, count, description.
std::string InspectionCsv(const v1::InspectDataResponse& inspected);

}  // namespace admf
