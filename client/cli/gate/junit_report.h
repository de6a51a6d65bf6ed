#pragma once

#include <string>
#include <vector>

#include "client/cli/gate/gate_case.h"

namespace admf {

/// The cases as a JUnit XML document, as GitLab, GitHub's reporters and Jenkins
/// read it: a test suite for each file and in it a test case for each
/// criterion, which fails if it is not fulfilled. A file without a verdict has
/// the one case `workflow`, with an error. The time of a workflow is shared
/// equally by its cases, so that they sum up to it. Warnings stand in the
/// suite's `system-out`.
std::string JunitReport(const std::vector<GateCase>& cases);

}  // namespace admf
