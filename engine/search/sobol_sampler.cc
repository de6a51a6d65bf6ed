#include "engine/search/sobol_sampler.h"

#include <algorithm>
#include <utility>

#include "engine/base/random.h"

namespace admf {

SobolSampler::SobolSampler(SamplerOptions options)
    : BatchSampler(std::move(options)), sequence_(dimension_count()) {
  Random random(this->options().seed, 0);
  for (size_t i = 0; i < dimension_count(); ++i) {
    shift_.push_back(random.NextBits());
  }
}

std::vector<SearchPoint> SobolSampler::NextBatch(size_t most) {
  const size_t count =
      std::min(options().batch_size.value_or(kBatchSize), most);
  std::vector<SearchPoint> points;
  while (points.size() < count) {
    auto point = FindPoint([this] {
      const std::vector<uint64_t> bits = sequence_.Next();
      std::vector<double> unit(bits.size());
      for (size_t i = 0; i < bits.size(); ++i) {
        unit[i] = static_cast<double>((bits[i] ^ shift_[i]) >> 11) * 0x1p-53;
      }
      return space().FromUnit(unit);
    });
    if (!point) break;
    points.push_back(*std::move(point));
  }
  return points;
}

void SobolSampler::Learn(std::span<const TrialScore> /*scores*/) {}

}  // namespace admf
