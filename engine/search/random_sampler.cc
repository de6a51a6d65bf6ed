#include "engine/search/random_sampler.h"

#include <algorithm>
#include <utility>

#include "engine/base/random.h"

namespace admf {

RandomSampler::RandomSampler(SamplerOptions options)
    : BatchSampler(std::move(options)) {}

std::vector<SearchPoint> RandomSampler::NextBatch(size_t most) {
  const size_t count =
      std::min(options().batch_size.value_or(kBatchSize), most);
  std::vector<SearchPoint> points;
  while (points.size() < count) {
    auto point = FindPoint([this] {
      Random random(options().seed, draws_++);
      return DrawUniform(&random);
    });
    if (!point) break;
    points.push_back(*std::move(point));
  }
  return points;
}

void RandomSampler::Learn(std::span<const TrialScore> /*scores*/) {}

}  // namespace admf
