#include "engine/validation/block_length.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

/// x[i] = coefficient x[i - 1] + noise.
std::vector<double> Autoregressive(double coefficient, size_t count,
                                   uint64_t seed) {
  Random random(seed, 0);
  std::vector<double> values;
  double value = 0;
  for (size_t i = 0; i < count; ++i) {
    value = coefficient * value + random.NextUniform() - 0.5;
    values.push_back(value);
  }
  return values;
}

/// The formulas of the articles over all lags of both signs.
double Literally(const std::vector<double>& x) {
  const auto n = static_cast<int64_t>(x.size());
  const double size = static_cast<double>(n);
  double mean = 0;
  for (const double value : x) mean += value / size;
  const auto r = [&](int64_t k) {
    double sum = 0;
    for (int64_t i = 0; i + std::abs(k) < n; ++i) {
      sum += (x[static_cast<size_t>(i)] - mean) *
             (x[static_cast<size_t>(i + std::abs(k))] - mean);
    }
    return sum / size;
  };
  const double threshold = 2 * std::sqrt(std::log10(size) / size);
  const auto quiet_after = [&](int64_t m) {
    for (int64_t k = 1; k <= 5; ++k) {
      if (std::abs(r(m + k) / r(0)) >= threshold) return false;
    }
    return true;
  };
  int64_t m = 0;
  while (!quiet_after(m)) ++m;
  const auto lags = static_cast<int64_t>(std::ceil(std::sqrt(size))) + 5;
  const auto big_m =
      static_cast<double>(std::min(2 * std::max<int64_t>(m, 1), lags));
  const auto window = [](double t) {
    t = std::abs(t);
    return t <= 0.5 ? 1 : t <= 1 ? 2 * (1 - t) : 0;
  };
  double g_hat = 0;
  double spectrum = 0;
  for (int64_t k = -n + 1; k < n; ++k) {
    const double weight = window(static_cast<double>(k) / big_m);
    if (weight == 0) continue;
    g_hat += weight * static_cast<double>(std::abs(k)) * r(k);
    spectrum += weight * r(k);
  }
  const double d = 2 * spectrum * spectrum;
  return std::pow(2 * g_hat * g_hat / d, 1.0 / 3) * std::pow(size, 1.0 / 3);
}

TEST(AutomaticBlockLengthTest, IsThatOfTheArticles) {
  for (const double coefficient : {0.3, 0.6, 0.8, -0.4}) {
    for (const uint64_t seed : {1, 2, 3}) {
      const auto returns = Autoregressive(coefficient, 500, seed);
      const double expected = Literally(returns);
      // Inside the limits, so that both can differ.
      ASSERT_GT(expected, 1);
      ASSERT_LT(expected, 68);
      EXPECT_NEAR(*AutomaticBlockLength(returns), expected, 1e-9 * expected)
          << coefficient << " " << seed;
    }
  }
}

TEST(AutomaticBlockLengthTest, GrowsWithTheDependence) {
  double previous = 0;
  for (const double coefficient : {0.0, 0.4, 0.8, 0.95}) {
    double mean = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
      mean +=
          *AutomaticBlockLength(Autoregressive(coefficient, 1'000, seed)) / 20;
    }
    EXPECT_GT(mean, 1.5 * previous) << coefficient;
    previous = mean;
  }
}

TEST(AutomaticBlockLengthTest, StaysInItsLimits) {
  // The sums of these nearly cancel, so that the formula comes to more than
  // ceil(min(3 sqrt(40), 40 / 3)) = 14.
  std::vector<double> alternating, growing;
  for (int i = 0; i < 40; ++i) alternating.push_back(i % 2 ? -1 : 1);
  EXPECT_GT(Literally(alternating), 14);
  EXPECT_EQ(*AutomaticBlockLength(alternating), 14);
  // 1, -1, 2, -2: the estimate of the density at zero is below zero.
  for (int i = 0; i < 40; ++i) {
    growing.push_back((i % 4 < 2 ? 1 : 2) * (i % 2 ? -1 : 1));
  }
  EXPECT_EQ(*AutomaticBlockLength(growing), 1);
  EXPECT_EQ(*AutomaticBlockLength(std::vector<double>(50, 0.1)), 1);
}

TEST(AutomaticBlockLengthTest, NeedsSomeReturns) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      AutomaticBlockLength(std::vector<double>{1, 2, 1, 2, 1, 2, 1}).status()));
  EXPECT_TRUE(
      AutomaticBlockLength(std::vector<double>{1, 2, 1, 3, 1, 2, 4, 1}).ok());
}

}  // namespace
}  // namespace admf
