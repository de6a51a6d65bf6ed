#include "engine/search/genetic_sampler.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "engine/search/genetic_operators.h"
#include "engine/search/pareto_front.h"

namespace admf {
namespace {

/// Children that are made for one place before a random one is.
constexpr int kTries = 100;

}  // namespace

GeneticSampler::GeneticSampler(SamplerOptions options)
    : BatchSampler(std::move(options)),
      population_size_(
          this->options().population_size.value_or(kPopulationSize)),
      mutation_rate_(this->options().mutation_rate.value_or(
          1.0 / static_cast<double>(dimension_count()))),
      random_(this->options().seed, 0) {}

std::vector<SearchPoint> GeneticSampler::NextBatch(size_t most) {
  const size_t count = std::min(population_size_, most);
  while (children_.size() < count && AddAnyChild()) {
  }
  std::vector<SearchPoint> points;
  for (const Individual& child : children_) points.push_back(child.point);
  return points;
}

bool GeneticSampler::AddAnyChild() {
  if (!parents_.empty()) {
    for (int i = 0; i < kTries; ++i) {
      if (AddChild(ChildGenome())) return true;
    }
  }
  std::vector<double> genome;
  auto point = FindPoint([&] {
    genome = RandomGenome();
    return space().FromUnit(genome);
  });
  if (!point) return false;
  if (space().FromUnit(genome) != *point) genome = space().ToUnit(*point);
  present_.insert(space().PointText(*point));
  children_.push_back(
      {.genome = std::move(genome), .point = *std::move(point)});
  return true;
}

bool GeneticSampler::AddChild(std::vector<double> genome) {
  SearchPoint point = space().FromUnit(genome);
  std::string text = space().PointText(point);
  if (present_.contains(text) || !TakePoint(point)) return false;
  present_.insert(std::move(text));
  children_.push_back({.genome = std::move(genome), .point = std::move(point)});
  return true;
}

std::vector<double> GeneticSampler::RandomGenome() {
  std::vector<double> genome(dimension_count());
  for (double& gene : genome) gene = random_.NextUniform();
  return genome;
}

const GeneticSampler::Individual& GeneticSampler::Tournament() {
  const Individual* best = nullptr;
  for (size_t i = 0; i < options().tournament_size; ++i) {
    const Individual& one = parents_[random_.NextBelow(parents_.size())];
    if (best == nullptr || one.rank < best->rank ||
        (one.rank == best->rank && one.crowding > best->crowding)) {
      best = &one;
    }
  }
  return *best;
}

bool GeneticSampler::IsChoice(size_t dimension) const {
  return space().dimensions()[dimension].kind ==
         SearchDimension::Kind::kChoices;
}

std::vector<double> GeneticSampler::ChildGenome() {
  std::vector<double> child = Tournament().genome;
  std::vector<double> other = Tournament().genome;
  if (random_.NextUniform() < options().crossover_rate) {
    for (size_t i = 0; i < child.size(); ++i) {
      if (random_.NextBelow(2) == 0) continue;
      if (IsChoice(i)) {
        std::swap(child[i], other[i]);
      } else {
        CrossGenes(options().crossover_index, &random_, &child[i], &other[i]);
      }
    }
  }
  Mutate(&child);
  return child;
}

void GeneticSampler::Mutate(std::vector<double>* genome) {
  for (size_t i = 0; i < genome->size(); ++i) {
    if (random_.NextUniform() >= mutation_rate_) continue;
    double& gene = (*genome)[i];
    if (!IsChoice(i)) {
      gene = MutateGene(options().mutation_index, &random_, gene);
      continue;
    }
    const DimensionScale& scale = space().scale(i);
    const int64_t count = *scale.level_count();
    if (count == 1) continue;
    const int64_t level = scale.LevelAt(gene);
    const auto step = static_cast<int64_t>(
        1 + random_.NextBelow(static_cast<uint64_t>(count - 1)));
    gene = scale.ToUnit(scale.ValueOfLevel((level + step) % count));
  }
}

void GeneticSampler::Learn(std::span<const TrialScore> scores) {
  for (size_t i = 0; i < scores.size(); ++i) {
    children_[i].objectives = scores[i].objectives;
  }
  parents_.insert(parents_.end(), std::move_iterator(children_.begin()),
                  std::move_iterator(children_.end()));
  children_.clear();
  Survive();
  present_.clear();
  for (const Individual& parent : parents_) {
    present_.insert(space().PointText(parent.point));
  }
}

void GeneticSampler::Survive() {
  std::vector<Individual*> scored;
  std::vector<std::vector<double>> objectives;
  for (Individual& one : parents_) {
    one.rank = std::numeric_limits<size_t>::max();
    one.crowding = 0;
    if (one.objectives.empty()) continue;
    scored.push_back(&one);
    objectives.push_back(one.objectives);
  }
  const std::vector<size_t> ranks = NondominationRanks(objectives);
  for (size_t i = 0; i < scored.size(); ++i) scored[i]->rank = ranks[i];
  const size_t rank_count =
      ranks.empty() ? 0 : *std::max_element(ranks.begin(), ranks.end()) + 1;
  for (size_t rank = 0; rank < rank_count; ++rank) {
    std::vector<Individual*> front;
    std::vector<std::vector<double>> of_front;
    for (size_t i = 0; i < scored.size(); ++i) {
      if (ranks[i] != rank) continue;
      front.push_back(scored[i]);
      of_front.push_back(objectives[i]);
    }
    const std::vector<double> crowding = CrowdingDistances(of_front);
    for (size_t i = 0; i < front.size(); ++i) front[i]->crowding = crowding[i];
  }
  std::stable_sort(parents_.begin(), parents_.end(),
                   [](const Individual& a, const Individual& b) {
                     return a.rank != b.rank ? a.rank < b.rank
                                             : a.crowding > b.crowding;
                   });
  if (parents_.size() > population_size_) parents_.resize(population_size_);
}

}  // namespace admf
