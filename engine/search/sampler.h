#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// How a search chooses what to try next.
enum class SearchAlgorithm { kGrid, kRandom, kSobol, kGenetic, kCmaEs, kTpe };

/// What a trial came to.
struct TrialScore {
  /// One number for each objective, larger is better. Empty if the trial broke
  /// a constraint on its metrics or an objective is undefined; a number that
  /// isn't finite counts as that, too.
  std::vector<double> objectives;
};

/// What a search is made from. Defaults are those of the algorithms' papers,
/// which the headers of the samplers name.
struct SamplerOptions {
  SearchAlgorithm algorithm = SearchAlgorithm::kGrid;
  ParameterSpace space;
  /// Of the whole search; the same seed gives the same search.
  uint64_t seed = 0;
  /// The search ends after this many trials, or before if it is exhausted.
  int64_t max_trials = 1;
  size_t objective_count = 1;
  /// Constraints on parameters: points for which it is false are never asked
  /// for. Empty: all are allowed. A pure function.
  std::function<bool(const SearchPoint&)> allowed = nullptr;
  /// Asked now and then while Ask looks for points that are allowed. Once it
  /// has answered true, Ask gives up and returns nothing, and the sampler is
  /// of no further use.
  std::function<bool()> interrupted = nullptr;

  /// grid, random, sobol, tpe: trials of one batch. If it isn't given, 256, and
  /// 8 for tpe, which learns between batches.
  std::optional<size_t> batch_size = std::nullopt;

  /// genetic: 50 if it isn't given. cma_es: 4 + floor(3 ln n) for n
  /// dimensions. At least 4.
  std::optional<size_t> population_size = std::nullopt;
  /// genetic: probability that a pair of parents is crossed.
  double crossover_rate = 0.9;
  /// genetic: probability of each gene to mutate; 1 / n if it isn't given.
  std::optional<double> mutation_rate = std::nullopt;
  /// genetic: individuals among which each parent is the best one.
  size_t tournament_size = 2;
  /// genetic: the distribution indices of simulated binary crossover and of
  /// polynomial mutation. The larger, the nearer children are to parents.
  double crossover_index = 15;
  double mutation_index = 20;

  /// cma_es: the first standard deviation, as a part of each dimension's range.
  double sigma0 = 0.3;
  /// cma_es: how often the search may start anew, with twice the population.
  size_t most_restarts = 9;

  /// tpe: trials at random places before the first model.
  int64_t startup_trials = 10;
  /// tpe: the part of the trials that counts as good, at most 25 of them.
  double gamma = 0.1;
  /// tpe: candidates of each parameter among which the most promising one is
  /// taken.
  size_t candidates = 24;
};

/// Says which points to try, and learns from what came of them.
///
///   for (auto points = sampler->Ask(); !points.empty();
///        points = sampler->Ask()) {
///     sampler->Tell(Run(points));  // in any order, on any threads
///   }
///
/// A sampler is a pure function of its options and of what it was told: the
/// same scores give the same points, to the bit. That is how a search resumes:
/// a new sampler is asked and told the stored scores, and goes on as the old
/// one would have. Nothing depends on time, threads or the number of workers.
///
/// Not thread-safe.
class Sampler {
 public:
  virtual ~Sampler() = default;

  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// The points of the next trials; none when the search is over. CHECK-fails
  /// if the points of the last call weren't told of.
  virtual std::vector<SearchPoint> Ask() = 0;

  /// Takes the scores of the points of the last Ask, in their order.
  /// CHECK-fails for another number of scores.
  virtual void Tell(std::span<const TrialScore> scores) = 0;

 protected:
  Sampler() = default;
};

}  // namespace admf
