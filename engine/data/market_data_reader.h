#pragma once

#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/read_request.h"

namespace admf {

/// Reads price files with DuckDB into checked bars: finds the columns, parses
/// the times, checks every row, cuts to the bounds and resamples. What is wrong
/// is an error that names the file, the row and the value; nothing is filled in
/// or left out silently.
///
/// The data's own timeframe is the smallest distance of two neighbouring bars
/// in the whole file (engine/data/resample.h); a file with a single bar has the
/// wanted one, or 1d. If another one is wanted, bars are resampled to it;
/// shorter than the data's own is an error.
///
/// Thread-safe: reads run in parallel, each on its own connection of one
/// in-memory DuckDB instance. Needs /proc.
class MarketDataReader {
 public:
  struct Options {
    /// Threads that one DuckDB instance uses for all reads together.
    int threads = 1;
  };
  static absl::StatusOr<std::unique_ptr<MarketDataReader>> Create(
      Options options);
  virtual ~MarketDataReader() = default;

  /// INVALID_ARGUMENT for a request or for data that can't be used, NOT_FOUND
  /// for no such file, PERMISSION_DENIED for one that can't be opened,
  /// RESOURCE_EXHAUSTED for one that takes more than `max_bytes`, CANCELLED
  /// once `stop` is requested (noticed within 100 ms, also inside DuckDB).
  virtual absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      const ReadRequest& request, std::stop_token stop) = 0;
};

}  // namespace admf
