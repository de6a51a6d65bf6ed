#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/batch_sampler.h"

namespace admf {

/// Points at random, each independent of the others and of all scores
/// (Bergstra, Bengio: "Random search for hyper-parameter optimization", JMLR
/// 13, 2012).
///
/// Uniform on each dimension's scale (DimensionScale). In a space of up to
/// BatchSampler::kMostRemembered points none comes twice: what came before is
/// drawn again, and the search ends when all have been asked for. In a larger
/// one points may repeat, which is as improbable as it is large. Draw k is a
/// function of (seed, k).
class RandomSampler final : public BatchSampler {
 public:
  static constexpr size_t kBatchSize = 256;

  explicit RandomSampler(SamplerOptions options);

 private:
  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  uint64_t draws_ = 0;
};

}  // namespace admf
