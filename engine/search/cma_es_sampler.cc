#include "engine/search/cma_es_sampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace admf {
namespace {

/// Of sigma0 and of scores.
constexpr double kFlatTolerance = 1e-12;

/// Reflects a place at 0 and 1 until it lies between them.
double Mirrored(double place) {
  const double folded = std::fmod(std::abs(place), 2);
  return folded > 1 ? 2 - folded : folded;
}

}  // namespace

CmaEsSampler::CmaEsSampler(SamplerOptions options)
    : BatchSampler(std::move(options)), random_(this->options().seed, 0) {
  const size_t n = dimension_count();
  strategy_.emplace(std::vector<double>(n, 0.5), this->options().sigma0,
                    this->options().population_size.value_or(
                        CovarianceAdaptation::DefaultPopulation(n)));
}

std::vector<SearchPoint> CmaEsSampler::NextBatch(size_t most) {
  if (HasStalled() && !Restart()) return {};
  std::vector<SearchPoint> points = DrawGeneration(most);
  while (points.empty()) {
    if (IsInterrupted() || !Restart()) return {};
    points = DrawGeneration(most);
  }
  return points;
}

std::vector<SearchPoint> CmaEsSampler::DrawGeneration(size_t most) {
  generation_.clear();
  std::vector<SearchPoint> points;
  while (generation_.size() < strategy_->population() && points.size() < most) {
    if (IsInterrupted()) return {};
    Trial trial;
    for (int draw = 0; draw < kDraws && !trial.asked; ++draw) {
      trial.step = strategy_->DrawStep(&random_);
      SearchPoint point = PointOf(trial.step);
      if (!IsAllowed(point)) continue;
      trial.asked = points.size();
      points.push_back(std::move(point));
    }
    generation_.push_back(std::move(trial));
  }
  return points;
}

double CmaEsSampler::Stretch(size_t dimension) const {
  const DimensionScale& scale = space().scale(dimension);
  if (!scale.level_count()) return 1;
  const double place = Mirrored(strategy_->mean()[dimension]);
  const auto [begin, end] = scale.ShareOfLevel(scale.LevelAt(place));
  return std::max(
      1.0, kLeastShare * (end - begin) / strategy_->Deviation(dimension));
}

SearchPoint CmaEsSampler::PointOf(std::span<const double> step) const {
  std::vector<double> unit(step.size());
  for (size_t i = 0; i < step.size(); ++i) {
    unit[i] = Mirrored(strategy_->mean()[i] +
                       strategy_->sigma() * step[i] * Stretch(i));
  }
  return space().FromUnit(unit);
}

void CmaEsSampler::Learn(std::span<const TrialScore> scores) {
  // The budget ended within a generation.
  if (generation_.size() < strategy_->population()) return;
  std::optional<double> best;
  for (Trial& trial : generation_) {
    if (!trial.asked) continue;
    const auto& objectives = scores[*trial.asked].objectives;
    if (objectives.empty()) continue;
    trial.score = objectives.front();
    best = std::max(best.value_or(*trial.score), *trial.score);
  }
  best_scores_.push_back(best);
  if (!best) return;
  // What has a score before what has none.
  std::stable_sort(
      generation_.begin(), generation_.end(),
      [](const Trial& a, const Trial& b) { return b.score < a.score; });
  std::vector<std::vector<double>> ranked;
  for (const Trial& trial : generation_) ranked.push_back(trial.step);
  strategy_->Update(ranked);
}

bool CmaEsSampler::HasStalled() {
  if (best_scores_.empty()) return false;
  const double smallest = kFlatTolerance * options().sigma0;
  if (strategy_->IsDegenerate(smallest)) return true;
  const size_t n = dimension_count();
  const size_t population = strategy_->population();
  const size_t window = 10 + (30 * n + population - 1) / population;
  while (best_scores_.size() > window) best_scores_.pop_front();
  if (best_scores_.size() < window) return false;
  std::vector<std::optional<double>> all(best_scores_.begin(),
                                         best_scores_.end());
  for (const Trial& trial : generation_) {
    if (trial.score) all.push_back(trial.score);
  }
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  if (!*most) return true;
  return *least && **most - **least < kFlatTolerance;
}

bool CmaEsSampler::Restart() {
  if (restarts_ == options().most_restarts) return false;
  ++restarts_;
  std::vector<double> mean(dimension_count());
  bool found = false;
  for (int64_t draw = 0; draw < kMostDraws && !found; ++draw) {
    if (draw % kDraws == 0 && IsInterrupted()) return false;
    for (double& coordinate : mean) coordinate = random_.NextUniform();
    found = IsAllowed(space().FromUnit(mean));
  }
  if (!found) return false;
  best_scores_.clear();
  const size_t population =
      std::max(strategy_->population(),
               std::min(2 * strategy_->population(), kMostPopulation));
  strategy_.emplace(std::move(mean), options().sigma0, population);
  return true;
}

}  // namespace admf
