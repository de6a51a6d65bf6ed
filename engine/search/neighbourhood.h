#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// How much worse it gets one step away from a trial.
struct Stability {
  /// Points one step away, and those of them that have a score.
  int64_t neighbours = 0;
  int64_t neighbours_seen = 0;
  /// Score here minus there, over those seen: negative where it is better
  /// there. Nothing if none was seen.
  std::optional<double> mean_drop;
  std::optional<double> worst_drop;
  /// The same as parts of the absolute score here; nothing if that is 0.
  std::optional<double> mean_relative_drop;
  std::optional<double> worst_relative_drop;
};

/// From the scores of a point's neighbours, in the order of
/// ParameterSpace::Neighbours; nothing where there is none.
Stability MeasureStability(double score,
                           std::span<const std::optional<double>> neighbours);

/// A trial in the middle of good ones.
struct Plateau {
  int64_t trial = 0;
  /// Its own score, and the mean over itself and the neighbours seen.
  double score = 0;
  double mean_score = 0;
  int64_t neighbours = 0;
  int64_t neighbours_seen = 0;
};

/// The scores of a search by place: what lies around the best trial, and which
/// trial has the best surroundings. The best of many trials is the luckiest
/// one, too; a trial amidst good ones owes less to luck.
///
/// Neighbours are the points one step away in one dimension
/// (ParameterSpace::Neighbours). In a space without a grid (a real dimension
/// has no step) no trial lies just there; then the neighbours of a trial are
/// the other trials that have the same choices, are active in the same
/// dimensions and differ by at most one step in each of the others, and two of
/// them are expected for each active number.
///
/// Memory: one score and one trial number a point, for a grid of up to
/// kMostDense points without conditions. Otherwise the best trials are kept: at
/// least kMostOfGrid, or without a grid kMostWithoutGrid, and less than twice
/// as many. What was let go counts as not seen, so that means are too good
/// where that happened. Of several trials of one point of a grid the first one
/// with a score counts. Not thread-safe.
class Neighbourhood {
 public:
  static constexpr int64_t kMostDense = 1'000'000;
  static constexpr size_t kMostOfGrid = 100'000;
  static constexpr size_t kMostWithoutGrid = 10'000;
  /// Where trials are kept, a plateau is looked for among so many best ones.
  static constexpr size_t kMostCandidates = 1'000;

  explicit Neighbourhood(const ParameterSpace& space);

  /// In the order of the trials' numbers. A trial without a finite score is
  /// left out.
  void Add(int64_t trial, const SearchPoint& point,
           std::optional<double> score);

  /// Around a point of the space with this score.
  Stability StabilityAt(const SearchPoint& point, double score) const;

  /// The trial with the highest mean over itself and its neighbours, among
  /// those of whose neighbours at least half, and one, were seen; the first of
  /// equal ones. Nothing if there is no such trial.
  std::optional<Plateau> BestPlateau() const;

 private:
  struct Kept {
    int64_t trial = 0;
    double score = 0;
    /// Of a grid.
    int64_t index = 0;
    /// Without a grid; with the place in each dimension, in steps, and NaN
    /// where it is inactive.
    SearchPoint point;
    std::vector<double> place;
  };

  /// Scores of neighbours; nothing where there is none.
  using Scores = std::vector<std::optional<double>>;

  /// A dimension of a dense space, whose points are numbered like digits.
  struct Digit {
    int64_t stride = 1;
    int64_t level_count = 1;
  };

  bool is_dense() const { return !dense_scores_.empty(); }
  Scores Around(const SearchPoint& point) const;
  /// Of the dense point with this number.
  Scores AroundIndex(int64_t index) const;
  Scores AroundPlace(const SearchPoint& point) const;
  std::vector<double> PlaceOf(const SearchPoint& point) const;
  bool IsNear(std::span<const double> a, std::span<const double> b) const;
  /// Lets all but the best ones go.
  void Shrink();
  /// Those that a plateau is looked for among.
  std::vector<const Kept*> Candidates() const;

  ParameterSpace space_;
  const bool is_grid_;
  std::vector<Digit> digits_;
  /// Of every point of a dense space, by its number; NaN without a score.
  std::vector<double> dense_scores_;
  std::vector<int64_t> dense_trials_;
  /// Otherwise, in the order of the trials, and found by the point's number.
  std::vector<Kept> kept_;
  std::unordered_map<int64_t, size_t> kept_by_index_;
};

}  // namespace admf
