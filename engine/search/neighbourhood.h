#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
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
/// (ParameterSpace::Neighbours). Where a real dimension has no step no trial
/// lies just there; then the neighbours of a trial are the other trials that
/// differ by at most one step in every dimension (and are active in the same
/// ones), and twice as many as there are active dimensions are expected.
///
/// Memory: of a space with up to kMostDense points one number and one trial
/// number a point; otherwise the best kMostKept trials. A point's first finite
/// score counts. Not thread-safe.
class Neighbourhood {
 public:
  static constexpr int64_t kMostDense = 1'000'000;
  static constexpr size_t kMostKept = 10'000;
  /// Without a grid, a plateau is looked for among the best trials only: each
  /// of them is compared with all that are kept.
  static constexpr size_t kMostCandidates = 1'000;

  explicit Neighbourhood(const ParameterSpace& space);

  /// In the order of the trials' numbers.
  void Add(int64_t trial, const SearchPoint& point,
           std::optional<double> score);

  /// Around a point with this score.
  Stability StabilityAt(const SearchPoint& point, double score) const;

  /// The trial with the highest mean over itself and its neighbours, among
  /// those of whose neighbours at least half were seen; the first of equal
  /// ones. Nothing if there is no such trial.
  std::optional<Plateau> BestPlateau() const;

 private:
  struct Kept {
    int64_t trial = 0;
    double score = 0;
    SearchPoint point;
    /// Where it lies; only without a grid.
    std::vector<double> unit;
  };

  struct Around {
    int64_t neighbours = 0;
    std::vector<double> scores;
  };

  bool is_dense() const { return !dense_scores_.empty(); }
  std::optional<double> ScoreAt(const SearchPoint& point) const;
  Around AroundPoint(const SearchPoint& point) const;
  /// Of trials in general position; `trial` itself is left out.
  Around AroundPlace(const SearchPoint& point, std::span<const double> unit,
                     int64_t trial) const;
  /// Lets the worst half go.
  void Shrink();
  std::optional<Plateau> BestDensePlateau() const;
  std::optional<Plateau> BestKeptPlateau() const;

  ParameterSpace space_;
  /// Of every point of the grid, by its number; NaN without a score.
  std::vector<double> dense_scores_;
  std::vector<int64_t> dense_trials_;
  /// Otherwise, in the order of the trials, and found by the point's text.
  std::vector<Kept> kept_;
  std::unordered_map<std::string, size_t> kept_by_text_;
};

}  // namespace admf
