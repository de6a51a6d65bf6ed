#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"

namespace admf {

/// What to read and how to understand it.
struct ReadRequest {
  enum class Format { kByName, kCsv, kParquet };

  /// Canonical path of the file; whoever calls has checked that it may be read.
  std::string path;
  /// The path as the user wrote it, for messages.
  std::string display_path;
  std::string symbol;
  Format format = Format::kByName;
  /// Names of columns; empty ones are recognised by their names.
  std::string time_column, open_column, high_column, low_column, close_column,
      volume_column;
  /// IANA name; of naive timestamps and of days.
  std::string timezone = "UTC";
  /// Wanted timeframe; the data's own if absent.
  std::optional<Timeframe> timeframe;
  /// Inclusive bounds as the user wrote them: `2004-08-19` or RFC 3339; empty
  /// is none.
  std::string start, end;
};

/// Checks the parts of a request that need no file: the timezone and the
/// bounds. INVALID_ARGUMENT names what is wrong; `field` of the pair is
/// "timezone", "start" or "end".
struct RequestProblem {
  std::string field;
  std::string description;
};
std::vector<RequestProblem> CheckReadRequest(const ReadRequest& request);

/// Reads price files with DuckDB into checked bars: finds the columns, parses
/// the times, checks every row, resamples and cuts to the bounds. What is wrong
/// is an error that names the file, the row and the value; nothing is filled in
/// or left out silently.
///
/// Thread-safe: reads run in parallel, each on its own connection of one
/// in-memory DuckDB instance.
class MarketDataReader {
 public:
  struct Options {
    /// Threads that one DuckDB instance uses for all reads together.
    int threads = 1;
  };
  static absl::StatusOr<std::unique_ptr<MarketDataReader>> Create(
      Options options);
  virtual ~MarketDataReader() = default;

  /// INVALID_ARGUMENT for data that can't be used, NOT_FOUND for no such file,
  /// CANCELLED once `stop` is requested (noticed within 100 ms, also inside
  /// DuckDB).
  virtual absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      const ReadRequest& request, std::stop_token stop) = 0;
};

}  // namespace admf
