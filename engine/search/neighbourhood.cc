#include "engine/search/neighbourhood.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/check.h"

namespace admf {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// In steps: what rounding may come to.
constexpr double kStepTolerance = 1e-6;

/// Better than the best so far: a higher mean, or an earlier trial with the
/// same.
void Consider(int64_t trial, double score,
              std::span<const std::optional<double>> around,
              std::optional<Plateau>* best) {
  Plateau plateau{.trial = trial,
                  .score = score,
                  .neighbours = static_cast<int64_t>(around.size())};
  double sum = score;
  for (const std::optional<double>& one : around) {
    if (!one) continue;
    ++plateau.neighbours_seen;
    sum += *one;
  }
  if (plateau.neighbours_seen == 0 ||
      2 * plateau.neighbours_seen < plateau.neighbours) {
    return;
  }
  plateau.mean_score = sum / static_cast<double>(plateau.neighbours_seen + 1);
  if (!*best || plateau.mean_score > (*best)->mean_score ||
      (plateau.mean_score == (*best)->mean_score &&
       plateau.trial < (*best)->trial)) {
    *best = plateau;
  }
}

}  // namespace

Stability MeasureStability(double score,
                           std::span<const std::optional<double>> neighbours) {
  Stability stability{.neighbours = static_cast<int64_t>(neighbours.size())};
  double sum = 0;
  double lowest = std::numeric_limits<double>::infinity();
  for (const std::optional<double>& neighbour : neighbours) {
    if (!neighbour) continue;
    ++stability.neighbours_seen;
    sum += *neighbour;
    lowest = std::min(lowest, *neighbour);
  }
  if (stability.neighbours_seen == 0) return stability;
  stability.mean_drop =
      score - sum / static_cast<double>(stability.neighbours_seen);
  stability.worst_drop = score - lowest;
  if (score != 0) {
    stability.mean_relative_drop = *stability.mean_drop / std::abs(score);
    stability.worst_relative_drop = *stability.worst_drop / std::abs(score);
  }
  return stability;
}

Neighbourhood::Neighbourhood(const ParameterSpace& space)
    : space_(space), is_grid_(space.GridSize().has_value()) {
  const size_t count = space_.dimensions().size();
  const auto size = space_.GridSize();
  if (!size || *size > kMostDense || space_.has_conditions()) return;
  dense_scores_.assign(static_cast<size_t>(*size), kNone);
  dense_trials_.resize(static_cast<size_t>(*size));
  digits_.resize(count);
  int64_t stride = 1;
  for (size_t d = count; d-- > 0;) {
    digits_[d] = {stride, *space_.scale(d).level_count()};
    stride *= digits_[d].level_count;
  }
}

void Neighbourhood::Add(int64_t trial, const SearchPoint& point,
                        std::optional<double> score) {
  CHECK(space_.Contains(point));
  if (!score || !std::isfinite(*score)) return;
  if (is_dense()) {
    const auto index = static_cast<size_t>(space_.GridIndex(point).value());
    if (!std::isnan(dense_scores_[index])) return;
    dense_scores_[index] = *score;
    dense_trials_[index] = trial;
    return;
  }
  Kept kept{.trial = trial, .score = *score};
  if (is_grid_) {
    kept.index = space_.GridIndex(point).value();
    if (!kept_by_index_.emplace(kept.index, kept_.size()).second) return;
  } else {
    kept.point = point;
    kept.place = PlaceOf(point);
  }
  kept_.push_back(std::move(kept));
  if (kept_.size() == 2 * (is_grid_ ? kMostOfGrid : kMostWithoutGrid)) Shrink();
}

void Neighbourhood::Shrink() {
  std::stable_sort(
      kept_.begin(), kept_.end(),
      [](const Kept& a, const Kept& b) { return a.score > b.score; });
  kept_.resize(kept_.size() / 2);
  std::sort(kept_.begin(), kept_.end(),
            [](const Kept& a, const Kept& b) { return a.trial < b.trial; });
  kept_by_index_.clear();
  for (size_t i = 0; is_grid_ && i < kept_.size(); ++i) {
    kept_by_index_.emplace(kept_[i].index, i);
  }
}

Neighbourhood::Scores Neighbourhood::Around(const SearchPoint& point) const {
  if (is_dense()) return AroundIndex(space_.GridIndex(point).value());
  if (!is_grid_) return AroundPlace(point);
  Scores scores;
  for (const SearchPoint& neighbour : space_.Neighbours(point)) {
    const auto found = kept_by_index_.find(space_.GridIndex(neighbour).value());
    scores.push_back(found == kept_by_index_.end()
                         ? std::optional<double>()
                         : kept_[found->second].score);
  }
  return scores;
}

Neighbourhood::Scores Neighbourhood::AroundIndex(int64_t index) const {
  Scores scores;
  const auto add = [&](int64_t neighbour) {
    const double score = dense_scores_[static_cast<size_t>(neighbour)];
    scores.push_back(std::isnan(score) ? std::optional<double>() : score);
  };
  for (const Digit& digit : digits_) {
    const int64_t level = index / digit.stride % digit.level_count;
    if (level > 0) add(index - digit.stride);
    if (level + 1 < digit.level_count) add(index + digit.stride);
  }
  return scores;
}

std::vector<double> Neighbourhood::PlaceOf(const SearchPoint& point) const {
  std::vector<double> place(point.size(), kNone);
  for (size_t d = 0; d < point.size(); ++d) {
    if (!point[d]) continue;
    const DimensionScale& scale = space_.scale(d);
    const auto level = scale.LevelOf(*point[d]);
    place[d] = level ? static_cast<double>(*level)
                     : scale.ToUnit(*point[d]) / DimensionScale::kRealStep;
  }
  return place;
}

bool Neighbourhood::IsNear(std::span<const double> a,
                           std::span<const double> b) const {
  for (size_t d = 0; d < a.size(); ++d) {
    if (std::isnan(a[d]) && std::isnan(b[d])) continue;
    const bool is_choice =
        space_.dimensions()[d].kind == SearchDimension::Kind::kChoices;
    // Not near if one of them is inactive.
    if (!(std::abs(a[d] - b[d]) <= (is_choice ? 0 : 1 + kStepTolerance))) {
      return false;
    }
  }
  return true;
}

Neighbourhood::Scores Neighbourhood::AroundPlace(
    const SearchPoint& point) const {
  const std::vector<double> place = PlaceOf(point);
  Scores scores;
  for (const Kept& other : kept_) {
    if (IsNear(place, other.place) && other.point != point) {
      scores.push_back(other.score);
    }
  }
  size_t expected = 0;
  for (size_t d = 0; d < point.size(); ++d) {
    const bool is_choice =
        space_.dimensions()[d].kind == SearchDimension::Kind::kChoices;
    if (point[d] && !is_choice) expected += 2;
  }
  scores.resize(std::max(scores.size(), expected));
  return scores;
}

Stability Neighbourhood::StabilityAt(const SearchPoint& point,
                                     double score) const {
  CHECK(space_.Contains(point));
  return MeasureStability(score, Around(point));
}

std::vector<const Neighbourhood::Kept*> Neighbourhood::Candidates() const {
  std::vector<const Kept*> candidates;
  for (const Kept& one : kept_) candidates.push_back(&one);
  if (candidates.size() <= kMostCandidates) return candidates;
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](const Kept* a, const Kept* b) { return a->score > b->score; });
  candidates.resize(kMostCandidates);
  return candidates;
}

std::optional<Plateau> Neighbourhood::BestPlateau() const {
  std::optional<Plateau> best;
  for (size_t i = 0; i < dense_scores_.size(); ++i) {
    if (std::isnan(dense_scores_[i])) continue;
    Consider(dense_trials_[i], dense_scores_[i],
             AroundIndex(static_cast<int64_t>(i)), &best);
  }
  for (const Kept* one : Candidates()) {
    const SearchPoint point =
        is_grid_ ? space_.GridPoint(one->index) : one->point;
    Consider(one->trial, one->score, Around(point), &best);
  }
  return best;
}

}  // namespace admf
