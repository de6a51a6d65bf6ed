#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"
#include "coordinator/bar_cache.h"
#include "coordinator/shared_cache.h"
#include "engine/data/adjustments.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/source_bars.h"
#include "managers/feed_source.h"

namespace admf {

/// Bars for all workflows: each source is read once, and each series that is
/// made of it is made once. With a BarCache sources are mapped files, so that
/// all series that are parts of one share its memory, and a source is known by
/// its content: the same file in another place is the same source. Without one
/// a source is known by its file: path, device, inode, size, and times of
/// modification and change.
///
/// Thread-safe.
class SharedFeeds final : public FeedSource {
 public:
  struct Options {
    /// Outlives the object.
    FileSystem* file_system = nullptr;
    std::unique_ptr<MarketDataReader> reader;
    /// May be null.
    std::unique_ptr<BarCache> cache;
    /// Bytes of unused series that are kept.
    int64_t capacity_bytes = 0;
  };

  explicit SharedFeeds(Options options);

  absl::StatusOr<std::shared_ptr<const BarSeries>> Get(
      const ReadRequest& request, std::stop_token stop) override;
  absl::StatusOr<std::shared_ptr<const SourceBars>> GetSource(
      const ReadRequest& request, std::stop_token stop) override;

  /// Lets go of what nobody uses any more, beyond the capacity.
  void Trim();

  SharedCache<BarSeries>::Statistics statistics() const {
    return series_.statistics();
  }
  SharedCache<SourceBars>::Statistics source_statistics() const {
    return sources_.statistics();
  }

 private:
  /// 64 hexadecimal digits, which name the rows of the request's file.
  absl::StatusOr<std::string> SourceKey(const ReadRequest& request,
                                        const std::stop_token& stop);
  absl::StatusOr<std::shared_ptr<const SourceBars>> FindSource(
      const ReadRequest& request, const std::string& key, std::stop_token stop);
  absl::StatusOr<std::shared_ptr<const SourceBars>> ReadSource(
      const ReadRequest& request, const std::string& key, std::stop_token stop);
  absl::StatusOr<std::shared_ptr<const BarSeries>> MakeSeries(
      const ReadRequest& request, const std::string& source_key,
      const std::string& series_key, const std::vector<Adjustment>& adjustments,
      std::stop_token stop);

  FileSystem* const file_system_;
  const std::unique_ptr<MarketDataReader> reader_;
  const std::unique_ptr<BarCache> cache_;
  SharedCache<BarSeries> series_;
  SharedCache<SourceBars> sources_;
};

}  // namespace admf
