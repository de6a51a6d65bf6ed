#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"
#include "managers/data_root.h"
#include "managers/feed_source.h"

namespace admf {

/// Tells what workflows would understand of a price file, and what looks wrong
/// in it. Reads as they do, so it says the same.
///
/// Thread-safe.
class DataInspector {
 public:
  struct Options {
    /// Outlives the object.
    const DataRoot* data_root = nullptr;
    std::shared_ptr<FeedSource> feeds;
    /// Most memory that a file's columns may take.
    int64_t max_bytes = 0;
    /// Called after each inspection, when nothing of it is in use any more.
    std::function<void()> let_go = [] {};
  };

  explicit DataInspector(Options options);

  /// INVALID_ARGUMENT, with all problems, for a request that is wrong; then the
  /// errors of FeedSource.
  absl::StatusOr<admf::v1::InspectDataResponse> Inspect(
      const admf::v1::InspectDataRequest& request, std::stop_token stop) const;

 private:
  absl::StatusOr<admf::v1::InspectDataResponse> Read(
      const admf::v1::InspectDataRequest& request, std::stop_token stop) const;

  const Options options_;
};

}  // namespace admf
