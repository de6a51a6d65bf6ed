#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/batch_sampler.h"
#include "engine/search/sobol_sequence.h"

namespace admf {

/// Points that fill the space more evenly than random ones: Sobol's sequence
/// (SobolSequence) with a random digital shift, which makes every point uniform
/// by itself and keeps the net (L'Ecuyer, Lemieux: "Recent advances in
/// randomized quasi-Monte Carlo methods", 2002). Bits of a coordinate are
/// exchanged by exclusive or with those of one number for each dimension, drawn
/// from the seed. Scores change nothing.
///
/// In a space of up to BatchSampler::kMostRemembered points those that came
/// before are left out. Numbers of trials that are powers of 2 fill best.
class SobolSampler final : public BatchSampler {
 public:
  static constexpr size_t kBatchSize = 256;

  explicit SobolSampler(SamplerOptions options);

 private:
  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  SobolSequence sequence_;
  std::vector<uint64_t> shift_;
};

}  // namespace admf
