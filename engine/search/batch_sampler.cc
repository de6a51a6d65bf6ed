#include "engine/search/batch_sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/check.h"

namespace admf {
namespace {

/// In a small space so many draws in a row may fail before points are taken in
/// order.
constexpr int64_t kDrawsBeforeOrder = 100;

bool IsFinite(const TrialScore& score) {
  return std::all_of(score.objectives.begin(), score.objectives.end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

BatchSampler::BatchSampler(SamplerOptions options)
    : options_(std::move(options)), trials_left_(options_.max_trials) {
  const auto size = options_.space.GridSize();
  if (size && *size <= kMostRemembered) {
    taken_.resize(static_cast<size_t>(*size));
    free_ = *size;
  }
}

std::vector<SearchPoint> BatchSampler::Ask() {
  CHECK(!is_waiting_);
  if (trials_left_ <= 0) return {};
  const auto most = static_cast<size_t>(
      std::min<int64_t>(trials_left_, std::numeric_limits<int32_t>::max()));
  std::vector<SearchPoint> points = NextBatch(most);
  CHECK(points.size() <= most);
  if (IsInterrupted()) points.clear();
  asked_ = points.size();
  is_waiting_ = asked_ > 0;
  trials_left_ = is_waiting_ ? trials_left_ - static_cast<int64_t>(asked_) : 0;
  return points;
}

void BatchSampler::Tell(std::span<const TrialScore> scores) {
  CHECK(is_waiting_ && scores.size() == asked_);
  is_waiting_ = false;
  std::vector<TrialScore> finite(scores.begin(), scores.end());
  for (TrialScore& score : finite) {
    CHECK(score.objectives.empty() ||
          score.objectives.size() == options_.objective_count);
    if (!IsFinite(score)) score.objectives.clear();
  }
  Learn(finite);
}

bool BatchSampler::IsAllowed(const SearchPoint& point) const {
  return !options_.allowed || options_.allowed(point);
}

bool BatchSampler::IsInterrupted() const {
  return options_.interrupted && options_.interrupted();
}

bool BatchSampler::TakePoint(const SearchPoint& point) {
  if (taken_.empty()) return IsAllowed(point);
  const auto index = static_cast<size_t>(space().GridIndex(point).value());
  if (taken_[index]) return false;
  taken_[index] = true;
  --free_;
  return IsAllowed(point);
}

std::optional<SearchPoint> BatchSampler::FindPoint(
    const std::function<SearchPoint()>& draw) {
  const bool is_small = !taken_.empty();
  if (is_small && free_ == 0) return std::nullopt;
  const int64_t most = is_small ? kDrawsBeforeOrder : kMostDraws;
  SearchPoint point;
  for (int64_t drawn = 1; drawn <= most; ++drawn) {
    point = draw();
    if (TakePoint(point)) return point;
    if (drawn % kInterruptionInterval == 0 && IsInterrupted()) {
      return std::nullopt;
    }
  }
  if (!is_small) return std::nullopt;
  return NextFreePoint(space().GridIndex(point).value());
}

std::optional<SearchPoint> BatchSampler::NextFreePoint(int64_t index) {
  const auto size = static_cast<int64_t>(taken_.size());
  for (int64_t looked = 0; looked < size && free_ > 0; ++looked) {
    if (looked % kInterruptionInterval == 0 && IsInterrupted()) {
      return std::nullopt;
    }
    const int64_t here = (index + looked) % size;
    if (taken_[static_cast<size_t>(here)]) continue;
    SearchPoint point = space().GridPoint(here);
    if (TakePoint(point)) return point;
  }
  return std::nullopt;
}

SearchPoint BatchSampler::DrawUniform(Random* random) const {
  std::vector<double> unit(dimension_count());
  for (double& coordinate : unit) coordinate = random->NextUniform();
  return space().FromUnit(unit);
}

}  // namespace admf
