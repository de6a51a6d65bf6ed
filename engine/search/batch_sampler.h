#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/sampler.h"

namespace admf {

/// What all samplers have in common: the budget of trials, the turns of asking
/// and telling, and which points may still be asked for.
class BatchSampler : public Sampler {
 public:
  /// In a space with at most this many points none is asked for twice, by
  /// samplers that take their points with FindPoint or TakePoint.
  static constexpr int64_t kMostRemembered = int64_t{1} << 22;
  /// In larger ones the search is over when so many draws in a row weren't
  /// allowed.
  static constexpr int64_t kMostDraws = 100'000;

  std::vector<SearchPoint> Ask() final;
  void Tell(std::span<const TrialScore> scores) final;

 protected:
  /// Points that are looked at between two calls of IsInterrupted.
  static constexpr int64_t kInterruptionInterval = 256;

  explicit BatchSampler(SamplerOptions options);

  const SamplerOptions& options() const { return options_; }
  const ParameterSpace& space() const { return options_.space; }
  size_t dimension_count() const { return space().dimensions().size(); }

  /// At most `most` points, 1 or more; fewer than the algorithm's batch only at
  /// the end of the search. None: the search is over.
  virtual std::vector<SearchPoint> NextBatch(size_t most) = 0;
  /// Scores of the points of the last batch. Objectives that aren't finite have
  /// become none.
  virtual void Learn(std::span<const TrialScore> scores) = 0;

  bool IsAllowed(const SearchPoint& point) const;
  /// Whether the point is allowed and, in a space that is small enough, new.
  /// It counts as asked for from then on.
  bool TakePoint(const SearchPoint& point);
  /// Takes the first point that `draw` makes and TakePoint accepts. When many
  /// weren't accepted in a small space, the next free one in the grid's order.
  /// Nothing: the search is over.
  std::optional<SearchPoint> FindPoint(
      const std::function<SearchPoint()>& draw);
  bool IsInterrupted() const;

  /// A point that is uniformly distributed over the unit cube.
  SearchPoint DrawUniform(Random* random) const;

 private:
  /// The first free point from the grid's point `index` on, around its end.
  std::optional<SearchPoint> NextFreePoint(int64_t index);

  const SamplerOptions options_;
  int64_t trials_left_;
  size_t asked_ = 0;
  bool is_waiting_ = false;
  /// Of every point of a small space, whether it was asked for or isn't
  /// allowed; and how many are neither.
  std::vector<bool> taken_;
  int64_t free_ = 0;
};

}  // namespace admf
