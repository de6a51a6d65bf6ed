#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/dimension_scale.h"

namespace admf {

/// How one parameter is distributed among some trials, as TPE estimates it
/// (Bergstra, Bardenet, Bengio, Kegl: "Algorithms for hyper-parameter
/// optimization", NIPS 2011; Watanabe: "Tree-structured Parzen estimator",
/// arXiv 2304.11127, 2023).
///
/// Numbers: a mixture, with equal weights, of normal distributions that are cut
/// to [0, 1], one around each observation, and of a prior around 0.5 with
/// deviation 1. Their deviation is the distance to the farther of the two
/// neighbours in order, the prior among them, at least 1 / min(100, n + 1)
/// ("magic clipping") and at most 1. A value that has a share of the line has
/// the mixture's mass there; where there are more than kMostMasses values, the
/// density in the middle of the share stands for it.
///
/// Choices: (count + 1 / choices) / (n + 1), a prior of the weight of one
/// trial.
///
/// Immutable. With no observations it is the prior alone.
class ParzenEstimator {
 public:
  static constexpr int64_t kMostMasses = 100;

  /// `places` are where the observed values lie on the scale, which must
  /// outlive the estimator.
  ParzenEstimator(const DimensionScale& scale, bool is_choice,
                  std::vector<double> places);

  /// The place of a value drawn from the distribution.
  double Draw(Random* random) const;

  /// Density at a place, or what stands for the value whose share it lies in.
  double Density(double place) const;

 private:
  double DensityAt(double place) const;
  double MassBetween(double begin, double end) const;

  struct Kernel {
    double mean = 0;
    double deviation = 1;
    /// Of the normal distribution, between 0 and 1.
    double mass = 1;
  };

  const DimensionScale& scale_;
  std::vector<Kernel> kernels_;
  /// Of choices instead.
  std::vector<double> probabilities_;
};

}  // namespace admf
