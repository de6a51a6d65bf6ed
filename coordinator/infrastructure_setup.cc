#include "coordinator/infrastructure_setup.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/status_macros.h"
#include "engine/indicators/catalogue.h"

namespace admf {
namespace {

/// Texts in a form in which no two different lists look alike.
std::string JoinKey(std::initializer_list<std::string_view> parts) {
  std::string key;
  for (const std::string_view part : parts) {
    absl::StrAppend(&key, part.size(), ":",
                    absl::string_view(part.data(), part.size()));
  }
  return key;
}

std::string FeedKey(const ReadRequest& request, const FileStatus& file) {
  return absl::StrCat(
      JoinKey({request.path, request.symbol, request.time_column,
               request.open_column, request.high_column, request.low_column,
               request.close_column, request.volume_column, request.timezone,
               request.timeframe ? request.timeframe->ToString() : "",
               request.start, request.end}),
      static_cast<int>(request.format), "/", file.device, "/", file.inode, "/",
      file.size_bytes, "/", file.modified_ns);
}

}  // namespace

class InfrastructureSetup::SharedFeeds : public FeedSource {
 public:
  SharedFeeds(FileSystem* file_system, std::unique_ptr<MarketDataReader> reader,
              int64_t capacity_bytes)
      : file_system_(file_system),
        reader_(std::move(reader)),
        cache_(capacity_bytes) {}

  absl::StatusOr<std::shared_ptr<const BarSeries>> Get(
      const ReadRequest& request, std::stop_token stop) override {
    ASSIGN_OR_RETURN(const FileStatus file,
                     file_system_->GetFileStatus(request.path));
    return cache_.Get(FeedKey(request, file), stop,
                      [&] { return reader_->Read(request, stop); });
  }

  SharedCache<BarSeries>& cache() { return cache_; }

 private:
  FileSystem* const file_system_;
  const std::unique_ptr<MarketDataReader> reader_;
  SharedCache<BarSeries> cache_;
};

class InfrastructureSetup::SharedIndicators : public IndicatorSource {
 public:
  explicit SharedIndicators(int64_t capacity_bytes) : cache_(capacity_bytes) {}

  absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override {
    return cache_.Get(
        JoinKey({bars->digest(), spec.ToString()}), stop,
        [&]() -> absl::StatusOr<std::shared_ptr<const IndicatorSeries>> {
          ASSIGN_OR_RETURN(IndicatorSeries series,
                           ComputeIndicator(spec, *bars, stop));
          return std::make_shared<const IndicatorSeries>(std::move(series));
        });
  }

  SharedCache<IndicatorSeries>& cache() { return cache_; }

 private:
  SharedCache<IndicatorSeries> cache_;
};

InfrastructureSetup::InfrastructureSetup(Options options)
    : feeds_(std::make_shared<SharedFeeds>(options.file_system,
                                           std::move(options.reader),
                                           options.feed_cache_bytes)),
      indicators_(
          std::make_shared<SharedIndicators>(options.indicator_cache_bytes)) {
  auto services = std::make_shared<SharedServices>();
  services->Add<FeedSource>(feeds_);
  services->Add<IndicatorSource>(indicators_);
  services->Add<ArtifactStore>(std::move(options.artifacts));
  services_ = std::move(services);
}

InfrastructureSetup::~InfrastructureSetup() = default;

void InfrastructureSetup::Trim() {
  feeds_->cache().Trim();
  indicators_->cache().Trim();
}

SharedCache<BarSeries>::Statistics InfrastructureSetup::feed_statistics()
    const {
  return feeds_->cache().statistics();
}

SharedCache<IndicatorSeries>::Statistics
InfrastructureSetup::indicator_statistics() const {
  return indicators_->cache().statistics();
}

}  // namespace admf
