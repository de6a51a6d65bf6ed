#include "engine/metrics/return_moments.h"

#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ReturnMomentsTest, OfAFewValues) {
  // Mean 3, distances -2 -1 0 1 2: squares 10, cubes 0, fourth powers 34.
  const std::vector<double> values = {1, 2, 3, 4, 5};
  const ReturnMoments moments = ReturnMoments::Of(values);
  EXPECT_EQ(moments.count(), 5);
  EXPECT_EQ(moments.mean(), 3);
  EXPECT_EQ(moments.sample_variance(), 2.5);
  EXPECT_EQ(moments.sample_deviation(), std::sqrt(2.5));
  EXPECT_EQ(ShapeOf(values, moments).skewness, 0);
  EXPECT_DOUBLE_EQ(ShapeOf(values, moments).kurtosis, 34.0 / 5 / 4);
  EXPECT_EQ(moments.minimum(), 1);
  EXPECT_EQ(moments.maximum(), 5);
  EXPECT_EQ(moments.downside_deviation(), 0);
  EXPECT_FALSE(moments.constant());
}

TEST(ReturnMomentsTest, SkewnessHasTheSignOfTheLongTail) {
  // Mean 1, distances -1 -1 -1 3: squares 12, cubes 24, fourth powers 84.
  const std::vector<double> values = {0, 0, 0, 4};
  const Shape shape = ShapeOf(values, ReturnMoments::Of(values));
  EXPECT_DOUBLE_EQ(shape.skewness, 6 / std::pow(3, 1.5));
  EXPECT_DOUBLE_EQ(shape.kurtosis, 21.0 / 9);
}

TEST(ReturnMomentsTest, OnlyLossesAreDownside) {
  const ReturnMoments moments =
      ReturnMoments::Of(std::vector<double>{-3, 1, 4, -1, 2, 0, 0, 3});
  EXPECT_EQ(moments.downside_deviation(), std::sqrt(10.0 / 8));
}

TEST(ReturnMomentsTest, KnowsAConstantColumn) {
  // The mean of eleven times 0.1 is not exactly 0.1.
  EXPECT_TRUE(ReturnMoments::Of(std::vector<double>(11, 0.1)).constant());
  EXPECT_TRUE(ReturnMoments::Of(std::vector<double>(3000, 0.1)).constant());
}

TEST(ReturnMomentsTest, OfNothing) {
  EXPECT_EQ(ReturnMoments::Of({}).count(), 0);
}

/// Blocks are merged by formulas; sums in long double about the true mean are
/// the same without them.
TEST(ReturnMomentsTest, ManyBlocksAgreeWithPlainSums) {
  Random random(/*seed=*/7, /*stream=*/0);
  std::vector<double> values;
  for (int i = 0; i < 5000; ++i) {
    // Skewed, and drifting so that the blocks' means differ.
    const double uniform = random.NextUniform();
    values.push_back(uniform * uniform * uniform - 0.2 + i * 1e-4);
  }
  long double sum = 0;
  for (const double value : values) sum += value;
  const long double mean = sum / values.size();
  long double squares = 0, cubes = 0, fourths = 0, losses = 0;
  for (const double value : values) {
    const long double distance = value - mean;
    squares += distance * distance;
    cubes += distance * distance * distance;
    fourths += distance * distance * distance * distance;
    if (value < 0) losses += static_cast<long double>(value) * value;
  }
  const long double n = values.size();
  const ReturnMoments moments = ReturnMoments::Of(values);
  EXPECT_EQ(moments.count(), 5000);
  EXPECT_NEAR(moments.mean(), static_cast<double>(mean), 1e-15);
  EXPECT_NEAR(moments.sample_variance(), static_cast<double>(squares / (n - 1)),
              1e-15);
  EXPECT_NEAR(ShapeOf(values, moments).skewness,
              static_cast<double>(cubes / n / std::pow(squares / n, 1.5L)),
              1e-13);
  EXPECT_NEAR(ShapeOf(values, moments).kurtosis,
              static_cast<double>(fourths / n / (squares / n * squares / n)),
              1e-13);
  EXPECT_NEAR(moments.downside_deviation(),
              static_cast<double>(std::sqrt(losses / n)), 1e-15);
}

TEST(ReturnMomentsTest, SmallDeviationsSurviveALargeMean) {
  std::vector<double> values;
  for (int i = 0; i < 4096; ++i) values.push_back(i % 2 == 0 ? 1e6 : 1e6 + 1);
  // Distances of one half; plain sums of squares would lose all digits.
  EXPECT_NEAR(ReturnMoments::Of(values).sample_variance(), 0.25 * 4096 / 4095,
              1e-9);
}

}  // namespace
}  // namespace admf
