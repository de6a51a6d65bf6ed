#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"
#include "containers/shared_services.h"
#include "coordinator/shared_cache.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/indicators/indicator.h"
#include "managers/artifact_store.h"
#include "managers/feed_source.h"

namespace admf {

/// What workflows share, read-only: bars, each file read once for the same
/// request, and indicators, each computed once for the same bars and
/// parameters. A resource lives as long as a workflow uses it, plus a bounded
/// cache for the next one. A file that has changed is another file: its device,
/// inode, size and time of modification belong to the key.
///
/// Thread-safe.
class InfrastructureSetup {
 public:
  struct Options {
    /// Outlives the object.
    FileSystem* file_system = nullptr;
    std::unique_ptr<MarketDataReader> reader;
    std::shared_ptr<ArtifactStore> artifacts;
    /// Bytes of unused bars and indicators that are kept.
    int64_t feed_cache_bytes = 512 << 20;
    int64_t indicator_cache_bytes = 256 << 20;
  };

  explicit InfrastructureSetup(Options options);
  ~InfrastructureSetup();

  /// A FeedSource, an IndicatorSource and the ArtifactStore, for containers.
  std::shared_ptr<const SharedServices> services() const { return services_; }

  /// Lets go of what no workflow uses any more, beyond the caches' capacities.
  /// Called after each workflow.
  void Trim();

  SharedCache<BarSeries>::Statistics feed_statistics() const;
  SharedCache<IndicatorSeries>::Statistics indicator_statistics() const;

 private:
  class SharedFeeds;
  class SharedIndicators;

  std::shared_ptr<SharedFeeds> feeds_;
  std::shared_ptr<SharedIndicators> indicators_;
  std::shared_ptr<const SharedServices> services_;
};

}  // namespace admf
