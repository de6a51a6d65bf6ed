#pragma once

#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"

namespace admf {

/// Where workflows get bars from: each file is read once and shared. One of the
/// services that all containers share. Thread-safe.
class FeedSource {
 public:
  virtual ~FeedSource() = default;
  /// As MarketDataReader::Read.
  virtual absl::StatusOr<std::shared_ptr<const BarSeries>> Get(
      const ReadRequest& request, std::stop_token stop) = 0;
};

}  // namespace admf
