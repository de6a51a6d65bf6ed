#include "engine/search/grid_sampler.h"

#include <algorithm>
#include <utility>

namespace admf {

GridSampler::GridSampler(SamplerOptions options)
    : BatchSampler(std::move(options)) {}

std::vector<SearchPoint> GridSampler::NextBatch(size_t most) {
  const size_t count =
      std::min(options().batch_size.value_or(kBatchSize), most);
  const int64_t size = space().GridSize().value();
  std::vector<SearchPoint> points;
  while (points.size() < count && next_ < size) {
    if (next_ % kInterruptionInterval == 0 && IsInterrupted()) return {};
    SearchPoint point = space().GridPoint(next_++);
    if (IsAllowed(point)) points.push_back(std::move(point));
  }
  return points;
}

void GridSampler::Learn(std::span<const TrialScore> /*scores*/) {}

}  // namespace admf
