#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "client/cli/style.h"

// How workflows stand, as text.

namespace admf {

/// One line for each workflow, for people.
std::string WorkflowTable(const std::vector<v1::WorkflowStatus>& workflows,
                          absl::Time now, absl::TimeZone zone,
                          const Style& style, size_t width);

/// All about one workflow, for people.
std::string WorkflowDetails(const v1::WorkflowStatus& workflow, absl::Time now,
                            absl::TimeZone zone, const Style& style,
                            size_t width);

/// One row for each workflow below a row of names.
std::string WorkflowCsv(const std::vector<v1::WorkflowStatus>& workflows);

}  // namespace admf
