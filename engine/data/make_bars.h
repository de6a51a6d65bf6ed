#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/adjustments.h"
#include "engine/data/bars.h"
#include "engine/data/gap_check.h"
#include "engine/data/read_request.h"
#include "engine/data/source_bars.h"

namespace admf {

/// Makes the bars that `request` asks for of all rows of its file: cuts them to
/// the bounds, looks for gaps if a calendar is named, adjusts them, and
/// resamples them, in this order. Gaps that are no error are warnings of the
/// series.
///
/// The data's own timeframe is the smallest distance of two neighbouring bars
/// in the whole file (engine/data/resample.h); a file with a single bar has the
/// wanted one, or 1d. If another one is wanted, bars are resampled to it;
/// shorter than the data's own is an error.
///
/// Bars that are neither adjusted nor resampled are no copy, but share the
/// source; except for a part of rows in memory, which should not keep all of
/// them there.
///
/// `known_digest` is that of a series which was made of the same before; empty
/// if it isn't known. INVALID_ARGUMENT, naming the file, for a request or for
/// rows that can't be used; CANCELLED if `stop` is requested.
absl::StatusOr<std::shared_ptr<const BarSeries>> MakeBars(
    const ReadRequest& request, std::shared_ptr<const SourceBars> source,
    const std::vector<Adjustment>& adjustments, std::string known_digest,
    std::stop_token stop);

/// What the request's calendar shows in the rows between its bounds; nothing
/// without a calendar. Errors as of MakeBars, without the file's name.
absl::StatusOr<GapReport> FindRequestedGaps(const ReadRequest& request,
                                            const SourceBars& source,
                                            const std::stop_token& stop);

}  // namespace admf
