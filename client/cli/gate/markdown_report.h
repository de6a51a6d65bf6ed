#pragma once

#include <string>
#include <vector>

#include "client/cli/gate/gate_case.h"

namespace admf {

/// The cases as Markdown, fit for the summary of a job on GitHub and for a
/// comment on a merge request: a table of workflow, criterion, value and
/// verdict; below it what each search came to and what that means. Texts of
/// others can't break out of their cell.
std::string MarkdownReport(const std::vector<GateCase>& cases);

}  // namespace admf
