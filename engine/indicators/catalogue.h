#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// All indicators, sorted by name. Constant.
std::span<const IndicatorDefinition> IndicatorCatalogue();

/// nullptr if there is none of that name.
const IndicatorDefinition* FindIndicator(std::string_view name);

/// Whether an indicator can be computed from bars. INVALID_ARGUMENT for an
/// unknown name, bad parameters, or bars without the volume that it needs.
absl::Status CheckIndicator(const IndicatorSpec& spec, const BarSeries& bars);

/// Computes an indicator over all bars. INVALID_ARGUMENT as CheckIndicator,
/// CANCELLED once `stop` is requested.
absl::StatusOr<IndicatorSeries> ComputeIndicator(const IndicatorSpec& spec,
                                                 const BarSeries& bars,
                                                 std::stop_token stop);

/// The same values for going through them once, computed while they are read.
/// INVALID_ARGUMENT as CheckIndicator.
absl::StatusOr<std::unique_ptr<IndicatorReader>> OpenIndicator(
    const IndicatorSpec& spec, std::shared_ptr<const BarSeries> bars);

}  // namespace admf
