#pragma once

#include <stop_token>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "engine/metrics/metric_values.h"
#include "managers/search/search_component.h"

namespace admf {

/// What a search came to, as results have it: the trials that stand out with
/// their parameters and metrics, and what is known of the parameters. Weights
/// of the ensemble, if one is asked for, are computed here. Errors of the
/// artifact store, and CANCELLED once `stop` is requested.
absl::StatusOr<admf::v1::SearchReport> MakeSearchReport(
    const SearchComponent& search, std::stop_token stop);

/// Says in plain sentences what the figures of a search mean. `metrics` are
/// those of the result.
void Explain(const SearchComponent& search, const Metrics& metrics,
             admf::v1::SearchReport* report);

}  // namespace admf
