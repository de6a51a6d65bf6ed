#pragma once

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/price_source.h"

namespace admf {

/// Reads all rows of a CSV file, gzipped or not, and checks each one; they are
/// neither cut nor resampled.
///
/// The first line that is not blank names the columns; blank lines are no rows,
/// but count as lines. Fields are separated by commas, semicolons or tabs.
///
/// INVALID_ARGUMENT, in words that follow the file's name, for what can't be
/// used; RESOURCE_EXHAUSTED beyond `max_bytes`; CANCELLED once `stop` is
/// requested.
absl::StatusOr<BarSeries::Columns> ReadCsvPrices(const PriceSource& source);

}  // namespace admf
