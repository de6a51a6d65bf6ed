#include "managers/search/search_indicators.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::StatusOr<std::shared_ptr<const IndicatorSeries>> SearchIndicators::Get(
    const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
    std::stop_token stop) {
  ++requests_;
  std::string key = absl::StrCat(bars->digest(), " ", spec.ToString());
  {
    const MutexLock lock(&mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      entries_.splice(entries_.begin(), entries_, found->second);
      return found->second->series;
    }
  }
  ++fetched_;
  ASSIGN_OR_RETURN(auto series, source_->Get(spec, bars, std::move(stop)));
  Keep(std::move(key), series);
  return series;
}

void SearchIndicators::Keep(std::string key,
                            std::shared_ptr<const IndicatorSeries> series) {
  const auto bytes = static_cast<int64_t>(series->bytes());
  const MutexLock lock(&mutex_);
  if (by_key_.contains(key)) return;
  auto memory = memory_->Reserve(bytes, "indicators of the search");
  while (!memory.ok() && !entries_.empty()) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
    memory = memory_->Reserve(bytes, "indicators of the search");
  }
  if (!memory.ok()) return;
  entries_.push_front({key, std::move(series), *std::move(memory)});
  by_key_[std::move(key)] = entries_.begin();
}

}  // namespace admf
