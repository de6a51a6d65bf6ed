#pragma once

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/price_source.h"

namespace admf {

/// Reads all rows of a Parquet file, and checks each one; they are
/// neither cut nor resampled.
///
/// The time is a date, a timestamp (naive or in UTC), an integer or text;
/// prices are numbers or text.
///
/// INVALID_ARGUMENT, in words that follow the file's name, for what can't be
/// used; RESOURCE_EXHAUSTED beyond `max_bytes`; CANCELLED once `stop` is
/// requested.
absl::StatusOr<BarSeries::Columns> ReadParquetPrices(const PriceSource& source);

}  // namespace admf
