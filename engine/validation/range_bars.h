#pragma once

#include <memory>
#include <span>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/validation/bar_segments.h"

namespace admf {

/// The bars of the ranges, one after another: the series itself if that is all
/// of it, a view of it if the ranges are one piece, or else a copy.
///
/// The digest is not that of the rows, which would have to be read for it, but
/// one of the series' digest and the ranges. So it is the same for the same
/// bars, and another one for others.
///
/// INVALID_ARGUMENT unless there is a range, none is empty, and they are in
/// order, don't overlap, and are of the series.
absl::StatusOr<std::shared_ptr<const BarSeries>> JoinRanges(
    const std::shared_ptr<const BarSeries>& bars,
    std::span<const BarRange> ranges);

/// The bars of one range. CHECK-fails where JoinRanges would fail.
std::shared_ptr<const BarSeries> BarsOf(
    const std::shared_ptr<const BarSeries>& bars, const BarRange& range);

}  // namespace admf
