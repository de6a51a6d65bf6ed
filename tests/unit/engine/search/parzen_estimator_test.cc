#include "engine/search/parzen_estimator.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/dimension_scale.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/search/test_spaces.h"

namespace admf {
namespace {

double Phi(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

// Without observations: a normal distribution around 0.5 with deviation 1, cut
// to [0, 1].
TEST(ParzenEstimatorTest, ThePriorIsWide) {
  const DimensionScale scale(Real("x", 0, 1));
  const ParzenEstimator prior(scale, false, {});
  const double mass = Phi(0.5) - Phi(-0.5);
  EXPECT_NEAR(prior.Density(0.5), 1 / std::sqrt(2 * std::numbers::pi) / mass,
              1e-14);
}

// Observations at 0.2 and 0.3; the farther neighbour of 0.3 is the prior's mean
// at 0.5. 1 / (n + 1) = 1/3 is more than both distances.
TEST(ParzenEstimatorTest, DeviationsAreClipped) {
  const DimensionScale scale(Real("x", 0, 1));
  const ParzenEstimator estimator(scale, false, {0.3, 0.2});
  const auto kernel = [](double mean, double deviation, double x) {
    const double z = (x - mean) / deviation;
    return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi) / deviation /
           (Phi((1 - mean) / deviation) - Phi(-mean / deviation));
  };
  for (const double x : {0.0, 0.25, 0.9}) {
    EXPECT_NEAR(estimator.Density(x),
                (kernel(0.2, 1.0 / 3, x) + kernel(0.3, 1.0 / 3, x) +
                 kernel(0.5, 1, x)) /
                    3,
                1e-13);
  }
}

// Far from the others, the distance to the farther neighbour counts.
TEST(ParzenEstimatorTest, DeviationsReachTheFartherNeighbour) {
  const DimensionScale scale(Real("x", 0, 1));
  const ParzenEstimator alone(scale, false, {0.1, 0.9, 0.95, 0.98});
  const ParzenEstimator narrow(scale, false, {0.94, 0.9, 0.95, 0.98});
  // At 0.1 the first has a kernel of deviation 0.4, the other one nothing but
  // the prior and the kernel of 0.9, of deviation 0.4, too.
  EXPECT_GT(alone.Density(0.1), 1.5 * narrow.Density(0.1));
}

TEST(ParzenEstimatorTest, DensitiesSumToOne) {
  const std::vector<double> places = {0.03, 0.5, 0.52, 0.97, 0.2};
  const DimensionScale real(Real("x", 0, 1));
  const ParzenEstimator density(real, false, places);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) sum += density.Density((i + 0.5) / 10'000);
  EXPECT_NEAR(sum / 10'000, 1, 1e-6);

  const DimensionScale levels(Logarithmic(Integer("n", 1, 30)));
  const ParzenEstimator mass(levels, false, places);
  const DimensionScale many(Integer("n", 1, 500));
  const ParzenEstimator middles(many, false, places);
  double middle_sum = 0;
  for (int i = 0; i < 500; ++i) middle_sum += middles.Density((i + 0.5) / 500);
  EXPECT_NEAR(middle_sum / 500, 1, 1e-4);

  const DimensionScale choices(Choices("c", {true, false, Text("auto")}));
  const ParzenEstimator probability(choices, true, places);
  sum = 0;
  for (int i = 0; i < 30; ++i) {
    sum += mass.Density(levels.ToUnit(levels.ValueOfLevel(i)));
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  sum = 0;
  for (int i = 0; i < 3; ++i) sum += probability.Density((i + 0.5) / 3);
  EXPECT_NEAR(sum, 1, 1e-15);
}

// Two of the first, none of the second: (2 + 1/2) / 3 and (1/2) / 3.
TEST(ParzenEstimatorTest, ChoicesCountWithAPrior) {
  const DimensionScale scale(Choices("c", {Text("a"), Text("b")}));
  const ParzenEstimator estimator(scale, true, {0.25, 0.25});
  EXPECT_NEAR(estimator.Density(0.25), 2.5 / 3, 1e-15);
  EXPECT_NEAR(estimator.Density(0.75), 0.5 / 3, 1e-15);
}

// Draws fall into ten bins as the density says.
TEST(ParzenEstimatorTest, DrawsFollowTheDensity) {
  const DimensionScale scale(Real("x", 0, 1));
  const ParzenEstimator estimator(scale, false, {0.02, 0.9, 0.85, 0.3});
  Random random(3, 0);
  constexpr int kDraws = 100'000;
  std::vector<int> counts(10);
  for (int i = 0; i < kDraws; ++i) {
    ++counts[static_cast<size_t>(estimator.Draw(&random) * 10)];
  }
  for (size_t bin = 0; bin < 10; ++bin) {
    double mass = 0;
    for (int i = 0; i < 1000; ++i) {
      mass += estimator.Density(static_cast<double>(bin) / 10 +
                                (i + 0.5) / 10'000) /
              10'000;
    }
    // Five standard deviations.
    EXPECT_NEAR(counts[bin], kDraws * mass, 5 * std::sqrt(kDraws * mass));
  }
}

}  // namespace
}  // namespace admf
