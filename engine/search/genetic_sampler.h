#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/batch_sampler.h"

namespace admf {

/// A genetic algorithm over whole, real and categorical parameters; with
/// several objectives NSGA-II (Deb, Pratap, Agarwal, Meyarivan: "A fast and
/// elitist multiobjective genetic algorithm: NSGA-II", IEEE TEC 6, 2002).
///
/// A genome has one gene in [0, 1] for each dimension, its place on the
/// dimension's scale, also where the dimension is inactive: it comes into
/// effect again when the dimension does.
/// - The first population is random; each generation makes as many children as
///   there are parents, and a batch is a generation.
/// - A parent is the best of `tournament_size` random individuals, by rank of
///   nondomination, then by crowding distance.
/// - A pair is crossed with probability `crossover_rate`: each gene of a number
///   with probability 1/2 by simulated binary crossover; a choice is exchanged
///   with probability 1/2. Then each gene mutates with probability
///   `mutation_rate`: numbers by polynomial mutation, choices to another one.
/// - Of parents and children together the best survive, again by rank and
///   crowding: elitism. What has no score comes last.
///
/// No point is asked for that is in the population already, nor twice in a
/// space of up to BatchSampler::kMostRemembered points; instead of a child that
/// isn't allowed others are made, and a random point if they aren't, either.
class GeneticSampler final : public BatchSampler {
 public:
  static constexpr size_t kPopulationSize = 50;

  explicit GeneticSampler(SamplerOptions options);

 private:
  struct Individual {
    std::vector<double> genome;
    SearchPoint point;
    /// Empty without a score.
    std::vector<double> objectives;
    size_t rank = 0;
    double crowding = 0;
  };

  std::vector<SearchPoint> NextBatch(size_t most) override;
  void Learn(std::span<const TrialScore> scores) override;

  std::vector<double> RandomGenome();
  /// Of two parents.
  std::vector<double> ChildGenome();
  const Individual& Tournament();
  void Mutate(std::vector<double>* genome);
  bool IsChoice(size_t dimension) const;
  /// Takes the genome's point unless it is in the population.
  bool AddChild(std::vector<double> genome);
  bool AddAnyChild();

  /// Ranks everybody and keeps the best.
  void Survive();

  const size_t population_size_;
  const double mutation_rate_;
  Random random_;
  std::vector<Individual> parents_;
  std::vector<Individual> children_;
  /// The points of parents and children, as texts.
  std::set<std::string> present_;
};

}  // namespace admf
