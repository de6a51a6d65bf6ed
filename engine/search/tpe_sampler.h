#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/batch_sampler.h"
#include "engine/search/parzen_estimator.h"

namespace admf {

/// The tree-structured Parzen estimator (ParzenEstimator names the papers),
/// each parameter by itself.
///
/// - The first `startup_trials`, in whole batches, are random; so is everything
///   until a trial has a score.
/// - Then the trials are divided: the best ceil(`gamma` n), at most 25, are the
///   good ones, the others, and all without a score, the bad ones. With several
///   objectives they go by rank of nondomination, then by crowding distance,
///   then by age.
/// - Of each active parameter, those that decide about others first, the
///   candidate with the highest density among the good relative to that among
///   the bad is taken, of `candidates` that are drawn from the good. Only
///   trials in which the parameter was active count.
/// - All points of a batch come from one model, each with candidates of its
///   own.
///
/// Remembers the good trials and the latest kMostOthers others, so that a trial
/// costs the same however many there were. In a space
/// of up to BatchSampler::kMostRemembered points none is asked for twice.
class TpeSampler final : public BatchSampler {
 public:
  static constexpr size_t kBatchSize = 8;
  static constexpr size_t kMostGood = 25;
  static constexpr size_t kMostOthers = 300;

  explicit TpeSampler(SamplerOptions options);

 private:
  struct Observation {
    SearchPoint point;
    /// Empty without a score.
    std::vector<double> objectives;
  };

  struct Model {
    std::vector<ParzenEstimator> good;
    std::vector<ParzenEstimator> bad;
    /// The ratios of levels that were looked at.
    std::vector<std::unordered_map<int64_t, double>> ratios;
  };

  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  /// Whether each observation is a good one; none has to be.
  std::vector<bool> Divide() const;
  std::optional<Model> Fit() const;
  SearchPoint Propose(Model* model, Random* random) const;
  /// How much denser the good trials are at a place than the bad ones.
  double Ratio(size_t dimension, double place, Model* model) const;
  /// Lets the oldest bad observations go.
  void Forget();

  /// Draws so far; each has a stream of its own.
  uint64_t draws_ = 0;
  int64_t told_ = 0;
  std::vector<SearchPoint> asked_points_;
  /// In the order of the trials.
  std::vector<Observation> observations_;
};

}  // namespace admf
