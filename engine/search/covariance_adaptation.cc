#include "engine/search/covariance_adaptation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/check.h"
#include "engine/search/normal_draw.h"

namespace admf {
namespace {

constexpr double kMostCondition = 1e14;

double Square(double x) { return x * x; }

double Length(std::span<const double> x) {
  double sum = 0;
  for (const double one : x) sum += one * one;
  return std::sqrt(sum);
}

}  // namespace

size_t CovarianceAdaptation::DefaultPopulation(size_t dimensions) {
  return 4 + static_cast<size_t>(
                 std::floor(3 * std::log(static_cast<double>(dimensions))));
}

CovarianceAdaptation::CovarianceAdaptation(std::vector<double> mean,
                                           double sigma, size_t population)
    : n_(mean.size()),
      population_(population),
      mean_(std::move(mean)),
      sigma_(sigma),
      path_sigma_(n_),
      path_c_(n_),
      covariance_(n_ * n_),
      axes_(n_, 1.0) {
  CHECK(n_ >= 1 && population >= 4 && sigma > 0);
  const auto n = static_cast<double>(n_);
  double sum = 0;
  double squares = 0;
  for (size_t i = 1; i <= population / 2; ++i) {
    const double weight = std::log((static_cast<double>(population) + 1) / 2) -
                          std::log(static_cast<double>(i));
    weights_.push_back(weight);
    sum += weight;
    squares += weight * weight;
  }
  for (double& weight : weights_) weight /= sum;
  effective_ = sum * sum / squares;
  c_sigma_ = (effective_ + 2) / (n + effective_ + 5);
  d_sigma_ = 1 + 2 * std::max(0.0, std::sqrt((effective_ - 1) / (n + 1)) - 1) +
             c_sigma_;
  c_c_ = (4 + effective_ / n) / (n + 4 + 2 * effective_ / n);
  c_1_ = 2 / (Square(n + 1.3) + effective_);
  c_mu_ = std::min(1 - c_1_, 2 * (effective_ - 2 + 1 / effective_) /
                                 (Square(n + 2) + effective_));
  expected_length_ = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  for (size_t i = 0; i < n_; ++i) covariance_[i * n_ + i] = 1;
  eigen_ = {.values = std::vector<double>(n_, 1.0), .vectors = covariance_};
}

std::vector<double> CovarianceAdaptation::DrawStep(Random* random) const {
  std::vector<double> scaled(n_);
  for (size_t k = 0; k < n_; ++k) scaled[k] = axes_[k] * DrawNormal(random);
  std::vector<double> step(n_);
  for (size_t i = 0; i < n_; ++i) {
    for (size_t k = 0; k < n_; ++k) {
      step[i] += eigen_.vectors[i * n_ + k] * scaled[k];
    }
  }
  return step;
}

std::vector<double> CovarianceAdaptation::Whiten(
    std::span<const double> step) const {
  std::vector<double> whitened(n_);
  for (size_t k = 0; k < n_; ++k) {
    double along = 0;
    for (size_t i = 0; i < n_; ++i) {
      along += eigen_.vectors[i * n_ + k] * step[i];
    }
    along /= axes_[k];
    for (size_t i = 0; i < n_; ++i) {
      whitened[i] += eigen_.vectors[i * n_ + k] * along;
    }
  }
  return whitened;
}

void CovarianceAdaptation::Update(
    std::span<const std::vector<double>> ranked_steps) {
  CHECK(ranked_steps.size() == population_);
  ++generation_;
  std::vector<double> mean_step(n_);
  for (size_t k = 0; k < weights_.size(); ++k) {
    for (size_t i = 0; i < n_; ++i) {
      mean_step[i] += weights_[k] * ranked_steps[k][i];
    }
  }
  for (size_t i = 0; i < n_; ++i) mean_[i] += sigma_ * mean_step[i];
  UpdatePaths(mean_step);
  UpdateCovariance(ranked_steps);
  // Bounded, as pycma does, so that a generation can't make it explode.
  sigma_ *= std::exp(std::min(
      1.0, c_sigma_ / d_sigma_ * (Length(path_sigma_) / expected_length_ - 1)));
  DecomposeIfOld();
}

void CovarianceAdaptation::UpdatePaths(std::span<const double> mean_step) {
  const std::vector<double> whitened = Whiten(mean_step);
  const double keep_sigma = std::sqrt(c_sigma_ * (2 - c_sigma_) * effective_);
  for (size_t i = 0; i < n_; ++i) {
    path_sigma_[i] = (1 - c_sigma_) * path_sigma_[i] + keep_sigma * whitened[i];
  }
  const double built_up =
      1 - std::pow(1 - c_sigma_, 2 * static_cast<double>(generation_));
  is_steady_ = Length(path_sigma_) / std::sqrt(built_up) <
               (1.4 + 2 / (static_cast<double>(n_) + 1)) * expected_length_;
  const double keep_c = std::sqrt(c_c_ * (2 - c_c_) * effective_);
  for (size_t i = 0; i < n_; ++i) {
    path_c_[i] =
        (1 - c_c_) * path_c_[i] + (is_steady_ ? keep_c * mean_step[i] : 0.0);
  }
}

void CovarianceAdaptation::UpdateCovariance(
    std::span<const std::vector<double>> ranked_steps) {
  const double lost = is_steady_ ? 0.0 : c_1_ * c_c_ * (2 - c_c_);
  for (size_t i = 0; i < n_; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double rank_mu = 0;
      for (size_t k = 0; k < weights_.size(); ++k) {
        rank_mu += weights_[k] * ranked_steps[k][i] * ranked_steps[k][j];
      }
      const double updated =
          (1 - c_1_ - c_mu_ + lost) * covariance_[i * n_ + j] +
          c_1_ * path_c_[i] * path_c_[j] + c_mu_ * rank_mu;
      covariance_[i * n_ + j] = updated;
      covariance_[j * n_ + i] = updated;
    }
  }
}

void CovarianceAdaptation::DecomposeIfOld() {
  const double interval = 1 / ((c_1_ + c_mu_) * static_cast<double>(n_) * 10);
  if (static_cast<double>(generation_ - decomposed_at_) < interval) return;
  decomposed_at_ = generation_;
  eigen_ = DecomposeSymmetric(covariance_, n_);
  // Rounding can make the smallest one negative.
  constexpr double kLeast = 1e-300;
  for (size_t k = 0; k < n_; ++k) {
    axes_[k] = std::sqrt(std::max(eigen_.values[k], kLeast));
  }
}

double CovarianceAdaptation::Deviation(size_t dimension) const {
  return sigma_ * std::sqrt(covariance_[dimension * n_ + dimension]);
}

bool CovarianceAdaptation::IsDegenerate(double smallest) const {
  const auto [least, most] = std::minmax_element(axes_.begin(), axes_.end());
  if (!(Square(*most / *least) <= kMostCondition)) return true;
  bool is_small = true;
  for (size_t i = 0; i < n_; ++i) {
    const double deviation = Deviation(i);
    if (!std::isfinite(deviation) || mean_[i] + 0.2 * deviation == mean_[i]) {
      return true;
    }
    is_small = is_small && deviation < smallest &&
               sigma_ * std::abs(path_c_[i]) < smallest;
  }
  return is_small;
}

}  // namespace admf
