#include "engine/search/tpe_sampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/search/pareto_front.h"

namespace admf {

TpeSampler::TpeSampler(SamplerOptions options)
    : BatchSampler(std::move(options)) {}

std::vector<SearchPoint> TpeSampler::NextBatch(size_t most) {
  const size_t count =
      std::min(options().batch_size.value_or(kBatchSize), most);
  std::optional<Model> model =
      told_ < options().startup_trials ? std::nullopt : Fit();
  asked_points_.clear();
  while (asked_points_.size() < count) {
    auto point = FindPoint([&] {
      Random random(options().seed, draws_++);
      return model ? Propose(&*model, &random) : DrawUniform(&random);
    });
    if (!point) break;
    asked_points_.push_back(*std::move(point));
  }
  return asked_points_;
}

void TpeSampler::Learn(std::span<const TrialScore> scores) {
  for (size_t i = 0; i < scores.size(); ++i) {
    observations_.push_back(
        {std::move(asked_points_[i]), scores[i].objectives});
  }
  told_ += static_cast<int64_t>(scores.size());
  Forget();
}

std::vector<bool> TpeSampler::Divide() const {
  std::vector<size_t> scored;
  std::vector<std::vector<double>> objectives;
  for (size_t i = 0; i < observations_.size(); ++i) {
    if (observations_[i].objectives.empty()) continue;
    scored.push_back(i);
    objectives.push_back(observations_[i].objectives);
  }
  std::vector<size_t> order(scored.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (options().objective_count == 1) {
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return objectives[a].front() > objectives[b].front();
    });
  } else {
    const std::vector<size_t> ranks = NondominationRanks(objectives);
    const std::vector<double> crowding = CrowdingDistances(objectives);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return ranks[a] != ranks[b] ? ranks[a] < ranks[b]
                                  : crowding[a] > crowding[b];
    });
  }
  const auto wanted = static_cast<size_t>(
      std::ceil(std::min(options().gamma * static_cast<double>(told_),
                         static_cast<double>(kMostGood))));
  std::vector<bool> is_good(observations_.size());
  for (size_t i = 0; i < std::min(wanted, order.size()); ++i) {
    is_good[scored[order[i]]] = true;
  }
  return is_good;
}

std::optional<TpeSampler::Model> TpeSampler::Fit() const {
  const std::vector<bool> is_good = Divide();
  if (std::find(is_good.begin(), is_good.end(), true) == is_good.end()) {
    return std::nullopt;
  }
  Model model;
  model.ratios.resize(dimension_count());
  for (size_t d = 0; d < dimension_count(); ++d) {
    const DimensionScale& scale = space().scale(d);
    std::vector<double> good;
    std::vector<double> bad;
    for (size_t i = 0; i < observations_.size(); ++i) {
      const auto& value = observations_[i].point[d];
      if (value) (is_good[i] ? good : bad).push_back(scale.ToUnit(*value));
    }
    const bool is_choice =
        space().dimensions()[d].kind == SearchDimension::Kind::kChoices;
    model.good.emplace_back(scale, is_choice, std::move(good));
    model.bad.emplace_back(scale, is_choice, std::move(bad));
  }
  return model;
}

double TpeSampler::Ratio(size_t dimension, double place, Model* model) const {
  const auto compute = [&] {
    return model->good[dimension].Density(place) /
           model->bad[dimension].Density(place);
  };
  const DimensionScale& scale = space().scale(dimension);
  if (!scale.level_count()) return compute();
  const auto [ratio, is_new] =
      model->ratios[dimension].try_emplace(scale.LevelAt(place));
  if (is_new) ratio->second = compute();
  return ratio->second;
}

SearchPoint TpeSampler::Propose(Model* model, Random* random) const {
  SearchPoint point(dimension_count());
  for (const size_t d : space().parents_first()) {
    if (!space().IsActive(d, point)) continue;
    double best_place = 0;
    double best_ratio = -1;
    for (size_t i = 0; i < options().candidates; ++i) {
      const double place = model->good[d].Draw(random);
      const double ratio = Ratio(d, place, model);
      if (ratio > best_ratio) {
        best_ratio = ratio;
        best_place = place;
      }
    }
    point[d] = space().scale(d).FromUnit(best_place);
  }
  return point;
}

void TpeSampler::Forget() {
  if (observations_.size() <= kMostGood + kMostOthers) return;
  const std::vector<bool> is_good = Divide();
  size_t excess = observations_.size() - kMostGood - kMostOthers;
  std::vector<Observation> kept;
  for (size_t i = 0; i < observations_.size(); ++i) {
    if (excess > 0 && !is_good[i]) {
      --excess;
    } else {
      kept.push_back(std::move(observations_[i]));
    }
  }
  observations_ = std::move(kept);
}

}  // namespace admf
