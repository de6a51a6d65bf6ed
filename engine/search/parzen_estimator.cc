#include "engine/search/parzen_estimator.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "engine/search/normal_draw.h"

namespace admf {
namespace {

constexpr double kPriorMean = 0.5;
constexpr double kPriorDeviation = 1;
constexpr double kMostClipped = 100;
/// In deviations: beyond, a kernel has less than 10^-15 of its middle's
/// density, far less than the prior has everywhere.
constexpr double kReach = 8.5;

/// Of the normal distribution, between two places.
double Mass(double mean, double deviation, double begin, double end) {
  const double unit = deviation * std::numbers::sqrt2;
  return (std::erf((end - mean) / unit) - std::erf((begin - mean) / unit)) / 2;
}

}  // namespace

ParzenEstimator::ParzenEstimator(const DimensionScale& scale, bool is_choice,
                                 std::vector<double> places)
    : scale_(scale) {
  const auto n = static_cast<double>(places.size());
  if (is_choice) {
    const auto choices = static_cast<double>(*scale.level_count());
    probabilities_.assign(static_cast<size_t>(*scale.level_count()),
                          1 / choices / (n + 1));
    for (const double place : places) {
      const int64_t level = scale.LevelAt(place);
      probabilities_[static_cast<size_t>(level)] += 1 / (n + 1);
    }
    return;
  }
  std::sort(places.begin(), places.end());
  const auto prior = std::lower_bound(places.begin(), places.end(), kPriorMean);
  const auto prior_index = static_cast<size_t>(prior - places.begin());
  places.insert(prior, kPriorMean);
  const double least = 1 / std::min(kMostClipped, n + 1);
  for (size_t i = 0; i < places.size(); ++i) {
    double deviation = kPriorDeviation;
    if (i != prior_index) {
      const double below = i > 0 ? places[i] - places[i - 1] : 0.0;
      const double above =
          i + 1 < places.size() ? places[i + 1] - places[i] : 0.0;
      deviation = std::clamp(std::max(below, above), least, kPriorDeviation);
    }
    kernels_.push_back({.mean = places[i],
                        .deviation = deviation,
                        .mass = Mass(places[i], deviation, 0, 1)});
  }
}

double ParzenEstimator::Draw(Random* random) const {
  if (!probabilities_.empty()) {
    double left = random->NextUniform();
    size_t level = 0;
    while (level + 1 < probabilities_.size() && left >= probabilities_[level]) {
      left -= probabilities_[level++];
    }
    return scale_.ToUnit(scale_.ValueOfLevel(static_cast<int64_t>(level)));
  }
  const Kernel& kernel = kernels_[random->NextBelow(kernels_.size())];
  // At least a third of the draws lie within.
  for (;;) {
    const double place = kernel.mean + kernel.deviation * DrawNormal(random);
    if (place >= 0 && place < 1) return place;
  }
}

double ParzenEstimator::Density(double place) const {
  if (!scale_.level_count()) return DensityAt(place);
  const int64_t level = scale_.LevelAt(place);
  if (!probabilities_.empty()) {
    return probabilities_[static_cast<size_t>(level)];
  }
  const auto [begin, end] = scale_.ShareOfLevel(level);
  return *scale_.level_count() > kMostMasses
             ? DensityAt(begin + (end - begin) / 2)
             : MassBetween(begin, end);
}

double ParzenEstimator::DensityAt(double place) const {
  double sum = 0;
  for (const Kernel& kernel : kernels_) {
    const double z = (place - kernel.mean) / kernel.deviation;
    if (std::abs(z) > kReach) continue;
    sum += std::exp(-z * z / 2) / (kernel.deviation * kernel.mass);
  }
  return sum / std::sqrt(2 * std::numbers::pi) /
         static_cast<double>(kernels_.size());
}

double ParzenEstimator::MassBetween(double begin, double end) const {
  double sum = 0;
  for (const Kernel& kernel : kernels_) {
    const double reach = kReach * kernel.deviation;
    if (begin > kernel.mean + reach || end < kernel.mean - reach) continue;
    sum += Mass(kernel.mean, kernel.deviation, begin, end) / kernel.mass;
  }
  return sum / static_cast<double>(kernels_.size());
}

}  // namespace admf
