#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/symmetric_eigen.h"

namespace admf {

/// The evolution strategy CMA-ES with weighted recombination of the better
/// half, rank-one and rank-mu update of the covariance matrix and cumulative
/// step-size control, with the parameters of N. Hansen: "The CMA Evolution
/// Strategy: A Tutorial" (2016, arXiv 1604.00772), table 1, without negative
/// weights.
///
/// Searches R^n: it knows neither bounds nor objectives, only which of its
/// steps were better. Sums are taken in the order of their indices. Not
/// thread-safe.
class CovarianceAdaptation {
 public:
  /// 4 + floor(3 ln n)
  static size_t DefaultPopulation(size_t dimensions);

  /// `population` >= 4, sigma > 0.
  CovarianceAdaptation(std::vector<double> mean, double sigma,
                       size_t population);

  /// A step y of the distribution N(0, C); the place is mean + sigma y. Takes
  /// 2 n numbers.
  std::vector<double> DrawStep(Random* random) const;

  /// Takes the steps of one generation, the best one first: `population` of
  /// them.
  void Update(std::span<const std::vector<double>> ranked_steps);

  const std::vector<double>& mean() const { return mean_; }
  double sigma() const { return sigma_; }
  size_t population() const { return population_; }
  /// sigma sqrt(C_ii)
  double Deviation(size_t dimension) const;

  /// Whether the distribution has shrunk to `smallest` or so far that it
  /// changes a mean no more, or is too long and thin to compute with (condition
  /// 10^14): TolX, NoEffectCoord and ConditionCov of the tutorial, B.3.
  bool IsDegenerate(double smallest) const;

 private:
  /// C^(-1/2) y
  std::vector<double> Whiten(std::span<const double> step) const;
  void UpdatePaths(std::span<const double> mean_step);
  void UpdateCovariance(std::span<const std::vector<double>> ranked_steps);
  /// Every few generations suffice: the tutorial's B.2.
  void DecomposeIfOld();

  const size_t n_;
  const size_t population_;
  /// Of the better half, with sum 1.
  std::vector<double> weights_;
  double effective_ = 0;  // mu_eff
  double c_sigma_ = 0;
  double d_sigma_ = 0;
  double c_c_ = 0;
  double c_1_ = 0;
  double c_mu_ = 0;
  /// E || N(0, I) ||
  double expected_length_ = 0;

  std::vector<double> mean_;
  double sigma_;
  std::vector<double> path_sigma_;
  std::vector<double> path_c_;
  /// Whether the path of sigma isn't too long for a rank-one update.
  bool is_steady_ = true;
  /// C, row by row.
  std::vector<double> covariance_;
  /// Of C when it was decomposed last; square roots of the eigenvalues.
  SymmetricEigen eigen_;
  std::vector<double> axes_;
  size_t generation_ = 0;
  size_t decomposed_at_ = 0;
};

}  // namespace admf
