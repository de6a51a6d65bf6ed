#pragma once

#include <span>
#include <stop_token>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// All indicators, sorted by name. Constant.
std::span<const IndicatorDefinition> IndicatorCatalogue();

/// nullptr if there is none of that name.
const IndicatorDefinition* FindIndicator(std::string_view name);

/// Computes an indicator over all bars. INVALID_ARGUMENT for an unknown name
/// or bad parameters, CANCELLED once `stop` is requested.
absl::StatusOr<IndicatorSeries> ComputeIndicator(const IndicatorSpec& spec,
                                                 const BarSeries& bars,
                                                 std::stop_token stop);

}  // namespace admf
