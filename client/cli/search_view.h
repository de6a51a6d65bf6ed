#pragma once

#include <cstddef>
#include <string>

#include "admf/v1/workflow.pb.h"
#include "client/cli/style.h"

namespace admf {

/// What the search of a result came to, for people: how many trials, the peak
/// beside the plateau with what each parameter matters, the neighbourhood, the
/// Pareto front, regimes, the ensemble, and what it all means. Empty if there
/// was no search.
std::string SearchText(const v1::WorkflowResult& result, const Style& style,
                       size_t width);

}  // namespace admf
