#pragma once

#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/read_request.h"
#include "engine/data/source_bars.h"

namespace admf {

/// Reads price files with DuckDB into checked bars: finds the columns, parses
/// the times, checks every row. What is wrong is an error that names the file,
/// the row and the value; nothing is filled in or left out silently.
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

  /// All rows of the request's file, which depend on its path, format, columns
  /// and timezone alone.
  ///
  /// INVALID_ARGUMENT for a request or for data that can't be used, NOT_FOUND
  /// for no such file, PERMISSION_DENIED for one that can't be opened,
  /// RESOURCE_EXHAUSTED for one that takes more than `max_bytes`, CANCELLED
  /// once `stop` is requested (noticed within 100 ms, also inside DuckDB).
  virtual absl::StatusOr<std::shared_ptr<const SourceBars>> ReadSource(
      const ReadRequest& request, std::stop_token stop) = 0;

  /// The bars that the request asks for: ReadSource, ReadAdjustments and
  /// MakeBars, with their errors.
  absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      const ReadRequest& request, std::stop_token stop);
};

}  // namespace admf
