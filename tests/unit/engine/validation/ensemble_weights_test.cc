#include "engine/validation/ensemble_weights.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Method = EnsembleOptions::Method;
using Returns = std::vector<double>;

// Uncorrelated, with variances in the ratio 1 : 1 : 4, and means of 0.
const Returns kA = {0.01, 0.01, -0.01, -0.01};
const Returns kB = {0.01, -0.01, 0.01, -0.01};
const Returns kC = {0.02, -0.02, -0.02, 0.02};

Returns Shifted(Returns returns, double by) {
  for (double& value : returns) value += by;
  return returns;
}

EnsembleWeights MustWeigh(const std::vector<EnsembleCandidate>& candidates,
                          const EnsembleOptions& options) {
  auto weights = WeighEnsemble(candidates, options);
  EXPECT_TRUE(weights.ok()) << weights.status();
  return *std::move(weights);
}

TEST(WeighEnsembleTest, EqualWeights) {
  const auto result = MustWeigh({{kA, 1}, {kB, 3}, {kC, 2}, {kC, 0}},
                                {.method = Method::kEqual, .max_members = 3});
  EXPECT_THAT(result.members, ElementsAre(1, 2, 0));
  EXPECT_THAT(result.weights, ElementsAre(1.0 / 3, 1.0 / 3, 1.0 / 3, 0));
  EXPECT_EQ(result.left_out[0], "");
  EXPECT_THAT(result.left_out[3], HasSubstr("max_members 3"));
}

TEST(WeighEnsembleTest, InverseVarianceWeights) {
  // 1 : 1 : 1/4.
  const auto result = MustWeigh({{kA, 3}, {kB, 2}, {kC, 1}},
                                {.method = Method::kInverseVariance});
  EXPECT_THAT(result.weights, ElementsAre(DoubleEq(4.0 / 9), DoubleEq(4.0 / 9),
                                          DoubleEq(1.0 / 9)));
}

TEST(WeighEnsembleTest, MaximumSharpeWeights) {
  // Means of 0.001, 0.003 and 0.004: 1 : 3 : 4/4. The fourth one loses.
  const Returns a = Shifted(kA, 0.001);
  const Returns b = Shifted(kB, 0.003);
  const Returns c = Shifted(kC, 0.004);
  const Returns losing = Shifted(kA, -0.001);
  const auto result = MustWeigh({{a, 3}, {b, 2}, {c, 1}, {losing, 9}},
                                {.method = Method::kMaximumSharpe});
  EXPECT_NEAR(result.weights[0], 0.2, 1e-12);
  EXPECT_NEAR(result.weights[1], 0.6, 1e-12);
  EXPECT_NEAR(result.weights[2], 0.2, 1e-12);
  EXPECT_EQ(result.weights[3], 0);
  EXPECT_THAT(result.left_out[3], HasSubstr("mean return"));
}

TEST(WeighEnsembleTest, MaximumSharpeIsTheHighestRatio) {
  // No other weights of uncorrelated returns have a higher one.
  const Returns a = Shifted(kA, 0.001);
  const Returns b = Shifted(kB, 0.003);
  const auto result =
      MustWeigh({{a, 2}, {b, 1}}, {.method = Method::kMaximumSharpe});
  const auto ratio = [&](double weight) {
    double mean = 0, squares = 0;
    for (size_t i = 0; i < 4; ++i) {
      mean += (weight * a[i] + (1 - weight) * b[i]) / 4;
    }
    for (size_t i = 0; i < 4; ++i) {
      squares += std::pow(weight * a[i] + (1 - weight) * b[i] - mean, 2);
    }
    return mean / std::sqrt(squares);
  };
  for (double weight = 0; weight <= 1; weight += 0.01) {
    EXPECT_LE(ratio(weight), ratio(result.weights[0]) * (1 + 1e-12));
  }
}

TEST(WeighEnsembleTest, NoWeightIsAboveTheMost) {
  // 1 : 1 : 1/4 makes 4/9, 4/9, 1/9. With at most 0.4: 0.4, 0.4, 0.2.
  const auto result =
      MustWeigh({{kA, 3}, {kB, 2}, {kC, 1}},
                {.method = Method::kInverseVariance, .max_weight = 0.4});
  EXPECT_DOUBLE_EQ(result.weights[0], 0.4);
  EXPECT_DOUBLE_EQ(result.weights[1], 0.4);
  EXPECT_DOUBLE_EQ(result.weights[2], 0.2);
}

TEST(WeighEnsembleTest, WhatIsCutOffMayLiftOthersAboveTheMost) {
  // Variances 1 : 2 : 100 : 100 -> weights about .657, .329, .0066, .0066. At
  // most 0.45 cuts the first one; the second would get .54, and is cut, too.
  const Returns b = [] {
    Returns returns = kB;
    for (double& value : returns) value *= std::sqrt(2);
    return returns;
  }();
  Returns c = kC;
  for (double& value : c) value *= 5;
  const auto result =
      MustWeigh({{kA, 3}, {b, 2}, {c, 1}},
                {.method = Method::kInverseVariance, .max_weight = 0.45});
  EXPECT_DOUBLE_EQ(result.weights[0], 0.45);
  EXPECT_DOUBLE_EQ(result.weights[1], 0.45);
  EXPECT_NEAR(result.weights[2], 0.1, 1e-15);
}

TEST(WeighEnsembleTest, ThirdsAreEnoughForThree) {
  const auto result =
      MustWeigh({{kA, 3}, {kB, 2}, {kC, 1}},
                {.method = Method::kInverseVariance, .max_weight = 1.0 / 3});
  for (const double weight : result.weights) {
    EXPECT_NEAR(weight, 1.0 / 3, 1e-15);
    EXPECT_LE(weight, 1.0 / 3);
  }
}

TEST(WeighEnsembleTest, LeavesOutWhatIsTooMuchAlike) {
  // The second is the first one, doubled; the third is its mirror.
  const Returns doubled = {0.02, 0.02, -0.02, -0.02};
  const Returns mirrored = {-0.01, -0.01, 0.01, 0.01};
  const auto result = MustWeigh({{kA, 4}, {doubled, 3}, {mirrored, 2}, {kB, 1}},
                                {.max_correlation = 0.5});
  EXPECT_THAT(result.members, ElementsAre(0, 2, 3));
  EXPECT_THAT(result.left_out[1], HasSubstr("candidate 0 is 1, above"));
  // Nothing is above a correlation of one.
  EXPECT_EQ(MustWeigh({{kA, 2}, {doubled, 1}}, {}).members.size(), 2);
}

TEST(WeighEnsembleTest, CorrelationIsPearsons) {
  // (1, 2, 3) and (1, 2, 6): covariance 2.5, variances 1 and 7: 0.944911.
  const Returns x = {1, 2, 3};
  const Returns y = {1, 2, 6};
  EXPECT_EQ(
      MustWeigh({{x, 2}, {y, 1}}, {.max_correlation = 0.945}).members.size(),
      2);
  EXPECT_EQ(
      MustWeigh({{x, 2}, {y, 1}}, {.max_correlation = 0.944}).members.size(),
      1);
}

TEST(WeighEnsembleTest, LeavesOutWhatDoesNothing) {
  const Returns still(4, 0.0);
  const auto result = MustWeigh({{still, 9}, {kA, 1}}, {});
  EXPECT_THAT(result.members, ElementsAre(1));
  EXPECT_EQ(result.weights[1], 1);
  EXPECT_EQ(result.left_out[0], "its returns are all the same");
}

TEST(WeighEnsembleTest, RandomWeightsKeepTheirPromises) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed, 0);
    std::vector<Returns> returns(2 + random.NextBelow(8), Returns(12));
    std::vector<EnsembleCandidate> candidates;
    for (Returns& column : returns) {
      const double scale =
          std::ldexp(1.0, static_cast<int>(random.NextBelow(8)));
      for (double& value : column) {
        value = scale * (random.NextUniform() - 0.4);
      }
      candidates.push_back({column, random.NextUniform()});
    }
    const EnsembleOptions options = {
        .method = static_cast<Method>(random.NextBelow(3)),
        .max_members = 6,
        .max_weight = 0.2 + 0.5 * random.NextUniform(),
        .max_correlation = 0.6};
    const auto result = WeighEnsemble(candidates, options);
    if (!result.ok()) continue;
    double sum = 0;
    for (const double weight : result->weights) {
      ASSERT_GE(weight, 0);
      ASSERT_LE(weight, options.max_weight);
      sum += weight;
    }
    ASSERT_NEAR(sum, 1, 1e-12);
  }
}

TEST(WeighEnsembleTest, RefusesWhatCannotBe) {
  const auto refused = [](const std::vector<EnsembleCandidate>& candidates,
                          const EnsembleOptions& options, const char* what) {
    const auto result = WeighEnsemble(candidates, options);
    EXPECT_TRUE(absl::IsInvalidArgument(result.status()));
    EXPECT_THAT(result.status().message(), HasSubstr(what));
  };
  const Returns shorter = {0.1, 0.2};
  const Returns broken = {0.1, std::numeric_limits<double>::quiet_NaN(), 0, 1};
  const Returns still(4, 0.5);
  refused({}, {}, "no candidates");
  refused({{kA, 1}, {shorter, 1}}, {}, "same number");
  refused({{broken, 1}}, {}, "not finite");
  refused({{still, 1}}, {}, "all the same");
  refused({{kA, 1}}, {.max_members = 0}, "max_members");
  refused({{kA, 1}}, {.max_weight = 0}, "max_weight");
  refused({{kA, 1}}, {.max_weight = 1.5}, "max_weight");
  refused({{kA, 1}}, {.max_correlation = 2}, "max_correlation");
  refused({{kA, 2}, {kB, 1}}, {.max_weight = 0.4}, "raise max_weight");
}

}  // namespace
}  // namespace admf
