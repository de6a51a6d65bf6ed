#include "coordinator/infrastructure_setup.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/bar_cache.h"
#include "engine/base/status_macros.h"
#include "engine/indicators/catalogue.h"
#include "engine/indicators/computing_indicator_source.h"
#include "managers/feed_source.h"

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

std::unique_ptr<BarCache> MakeBarCache(
    const InfrastructureSetup::Options& options) {
  if (options.disk_cache_folder.empty()) return nullptr;
  return std::make_unique<BarCache>(
      BarCache::Options{.file_system = options.file_system,
                        .clock = options.clock,
                        .log = options.log,
                        .folder = options.disk_cache_folder,
                        .max_bytes = options.disk_cache_bytes});
}

}  // namespace

class InfrastructureSetup::SharedIndicators : public IndicatorSource {
 public:
  explicit SharedIndicators(int64_t capacity_bytes)
      : cache_(capacity_bytes), long_column_bytes_(capacity_bytes / 16) {}

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

  absl::StatusOr<std::unique_ptr<IndicatorReader>> Open(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override {
    const auto column_bytes =
        static_cast<int64_t>(bars->size() * sizeof(double));
    if (column_bytes <= long_column_bytes_) {
      return IndicatorSource::Open(spec, bars, std::move(stop));
    }
    return computing_.Open(spec, bars, std::move(stop));
  }

  SharedCache<IndicatorSeries>& cache() { return cache_; }

 private:
  SharedCache<IndicatorSeries> cache_;
  /// Columns that are longer would leave little room for others, and writing
  /// and reading them costs a run that goes through them once no less than
  /// computing them on the way.
  const int64_t long_column_bytes_;
  ComputingIndicatorSource computing_;
};

InfrastructureSetup::InfrastructureSetup(Options options)
    : feeds_(std::make_shared<SharedFeeds>(
          SharedFeeds::Options{.file_system = options.file_system,
                               .reader = std::move(options.reader),
                               .cache = MakeBarCache(options),
                               .capacity_bytes = options.feed_cache_bytes})),
      indicators_(
          std::make_shared<SharedIndicators>(options.indicator_cache_bytes)) {
  auto services = std::make_shared<SharedServices>();
  services->Add<FeedSource>(feeds_);
  services->Add<IndicatorSource>(indicators_);
  services->Add<ArtifactStore>(std::move(options.artifacts));
  if (options.trial_history != nullptr) {
    services->Add<TrialHistory>(std::move(options.trial_history));
  }
  services_ = std::move(services);
}

InfrastructureSetup::~InfrastructureSetup() = default;

void InfrastructureSetup::Trim() {
  feeds_->Trim();
  indicators_->cache().Trim();
}

SharedCache<BarSeries>::Statistics InfrastructureSetup::feed_statistics()
    const {
  return feeds_->statistics();
}

SharedCache<SourceBars>::Statistics InfrastructureSetup::source_statistics()
    const {
  return feeds_->source_statistics();
}

SharedCache<IndicatorSeries>::Statistics
InfrastructureSetup::indicator_statistics() const {
  return indicators_->cache().statistics();
}

}  // namespace admf
