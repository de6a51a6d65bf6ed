#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "containers/platform/clock.h"
#include "containers/platform/file_system.h"
#include "containers/shared_services.h"
#include "coordinator/log.h"
#include "coordinator/shared_cache.h"
#include "coordinator/shared_feeds.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/source_bars.h"
#include "engine/indicators/indicator.h"
#include "managers/artifact_store.h"
#include "managers/trial_history.h"

namespace admf {

/// What workflows share, read-only: bars, each file read once for the same
/// request, and indicators, each computed once for the same bars and
/// parameters; but for columns of more than a sixteenth of the indicators'
/// capacity, which a run that goes through them once computes on the way,
/// without any memory for them. A resource lives as long as a workflow uses it,
/// plus a bounded cache for the next one. A file that has changed is another
/// file (coordinator/shared_feeds.h, coordinator/bar_cache.h).
///
/// Thread-safe.
class InfrastructureSetup {
 public:
  struct Options {
    /// Outlives the object.
    FileSystem* file_system = nullptr;
    std::unique_ptr<MarketDataReader> reader;
    std::shared_ptr<ArtifactStore> artifacts;
    /// Without one, containers have none.
    std::shared_ptr<TrialHistory> trial_history;
    /// Bytes of unused bars and indicators that are kept.
    int64_t feed_cache_bytes = 512 << 20;
    int64_t indicator_cache_bytes = 256 << 20;
    /// Folder of the parsed price files; without one there is no BarCache.
    std::string disk_cache_folder;
    int64_t disk_cache_bytes = 0;
    /// With a folder: outlives the object.
    const Clock* clock = nullptr;
    /// Outlives the object; may be null.
    Log* log = nullptr;
  };

  explicit InfrastructureSetup(Options options);
  ~InfrastructureSetup();

  /// A FeedSource, an IndicatorSource, the ArtifactStore and the TrialHistory,
  /// for containers.
  std::shared_ptr<const SharedServices> services() const { return services_; }

  /// Lets go of what no workflow uses any more, beyond the caches' capacities.
  /// Called after each workflow.
  void Trim();

  SharedCache<BarSeries>::Statistics feed_statistics() const;
  SharedCache<SourceBars>::Statistics source_statistics() const;
  SharedCache<IndicatorSeries>::Statistics indicator_statistics() const;

 private:
  class SharedIndicators;

  std::shared_ptr<SharedFeeds> feeds_;
  std::shared_ptr<SharedIndicators> indicators_;
  std::shared_ptr<const SharedServices> services_;
};

}  // namespace admf
