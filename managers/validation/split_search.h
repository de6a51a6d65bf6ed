#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/search/search_dimension.h"
#include "engine/validation/segment_run.h"
#include "managers/search/search_plan.h"
#include "managers/search/symbol_trial_evaluator.h"

namespace admf {

/// What a search over some ranges of bars came to.
struct SplitSearchResult {
  /// The best parameters; nothing if no trial was feasible.
  std::optional<SearchPoint> best;
  double score = 0;
  int64_t trial_count = 0;
};

/// Searches for the parameters that would have been best had one traded in
/// `ranges` only (engine/validation/segment_run.h), on the calling thread. The
/// first of equal ones. CANCELLED once `stop` is requested; otherwise errors of
/// the runs.
absl::StatusOr<SplitSearchResult> SearchOnRanges(
    const SearchPlan& plan, const SymbolTrialEvaluator& evaluator,
    const SegmentedBars& ranges, uint64_t seed, std::stop_token stop);

}  // namespace admf
