#pragma once

#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/source_bars.h"

namespace admf {

/// Where workflows get bars from: each file is read once and shared. One of the
/// services that all containers share. Thread-safe.
///
/// Errors are those of MarketDataReader, and UNAVAILABLE for a file that
/// changes while it is read.
class FeedSource {
 public:
  virtual ~FeedSource() = default;
  /// As MarketDataReader::Read.
  virtual absl::StatusOr<std::shared_ptr<const BarSeries>> Get(
      const ReadRequest& request, std::stop_token stop) = 0;
  /// As MarketDataReader::ReadSource.
  virtual absl::StatusOr<std::shared_ptr<const SourceBars>> GetSource(
      const ReadRequest& request, std::stop_token stop) = 0;
};

}  // namespace admf
