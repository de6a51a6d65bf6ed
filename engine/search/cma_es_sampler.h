#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/batch_sampler.h"
#include "engine/search/covariance_adaptation.h"

namespace admf {

/// CMA-ES (CovarianceAdaptation) for numbers within bounds, one objective.
///
/// - It works on the dimensions' scales, from 0 to 1. The first mean is the
///   middle, the first deviation `sigma0` in all dimensions. A batch is a
///   generation.
/// - Bounds: a place outside is mirrored at them. The distribution itself
///   isn't bounded.
/// - Steps (whole numbers): a place becomes the value in whose share it lies.
///   Where the deviation has become less than kLeastShare of that share, steps
///   are stretched to it, so that neighbouring values go on to be tried. The
///   same point may be asked for more than once.
/// - Constraints: a place that isn't allowed is drawn again, kDraws times; then
///   it is left out and counts as a trial without a score. Those come last in
///   the order of a generation; a generation without any score changes nothing.
/// - Restarts (Auger, Hansen: "A restart CMA evolution strategy with increasing
///   population size", CEC 2005): when the search has stalled, it begins anew
///   at a random place with twice the population, up to kMostPopulation,
///   `most_restarts` times.
///   Stalled: the distribution is degenerate, smaller than 10^-12 sigma0, or
///   the best scores of the last 10 + ceil(30 n / population) generations and
///   all of the last one are within 10^-12.
class CmaEsSampler final : public BatchSampler {
 public:
  static constexpr size_t kMostDimensions = 100;
  static constexpr size_t kMostPopulation = 10'000;
  static constexpr double kLeastShare = 0.3;
  static constexpr int kDraws = 100;

  explicit CmaEsSampler(SamplerOptions options);

 private:
  struct Trial {
    std::vector<double> step;
    /// Index in the batch; nothing if it was left out.
    std::optional<size_t> asked;
    std::optional<double> score;
  };

  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  /// One generation from the present distribution, no longer than `most`
  /// points; may be empty.
  std::vector<SearchPoint> DrawGeneration(size_t most);
  SearchPoint PointOf(std::span<const double> step) const;
  /// By how much steps are stretched along a dimension.
  double Stretch(size_t dimension) const;
  bool HasStalled();
  /// Begins anew at a random allowed point. False if there is none, or if it
  /// was done often enough.
  bool Restart();

  Random random_;
  std::optional<CovarianceAdaptation> strategy_;
  std::vector<Trial> generation_;
  /// The best scores of the last generations; nothing of those without any.
  std::deque<std::optional<double>> best_scores_;
  size_t restarts_ = 0;
};

}  // namespace admf
