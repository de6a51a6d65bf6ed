#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/batch_sampler.h"

namespace admf {

/// Every allowed point of the grid once, in the grid's order
/// (ParameterSpace::GridPoint). Scores change nothing.
///
/// Takes memory for one batch, whatever the size of the grid, and time in
/// proportion to the points looked at, those that aren't allowed, too.
class GridSampler final : public BatchSampler {
 public:
  static constexpr size_t kBatchSize = 256;

  /// The space has a GridSize.
  explicit GridSampler(SamplerOptions options);

 private:
  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  int64_t next_ = 0;
};

}  // namespace admf
