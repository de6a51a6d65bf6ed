#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "containers/memory_budget.h"
#include "containers/platform/mutex.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// Keeps the indicators of one search, so that trials that share them compute
/// them once. When the workflow's memory is used up, those go first that were
/// not asked for the longest.
///
/// Thread-safe: of threads that want the same indicator at once, the source
/// behind it has to see to it that only one computes it.
class SearchIndicators final : public IndicatorSource {
 public:
  /// `memory` outlives the source.
  SearchIndicators(std::shared_ptr<IndicatorSource> source,
                   MemoryBudget* memory)
      : source_(std::move(source)), memory_(memory) {}

  absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) override;

  /// How often an indicator was asked for, and had to be fetched because it
  /// wasn't kept.
  int64_t requests() const { return requests_.load(); }
  int64_t fetched() const { return fetched_.load(); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const IndicatorSeries> series;
    MemoryBudget::Reservation memory;
  };

  void Keep(std::string key, std::shared_ptr<const IndicatorSeries> series);

  const std::shared_ptr<IndicatorSource> source_;
  MemoryBudget* const memory_;
  std::atomic<int64_t> requests_{0};
  std::atomic<int64_t> fetched_{0};

  Mutex mutex_;
  /// Those that were asked for last come first.
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::list<Entry>::iterator> by_key_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
