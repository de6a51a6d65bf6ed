#include "engine/indicators/rolling_deviation.h"

#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

/// In two passes over the window, with 64 bits.
double TwoPassDeviation(const std::vector<double>& values, size_t end,
                        int period) {
  long double sum = 0;
  for (int k = 1; k <= period; ++k) sum += values[end - k];
  const long double mean = sum / period;
  long double squares = 0;
  for (int k = 1; k <= period; ++k) {
    const long double distance = values[end - k] - mean;
    squares += distance * distance;
  }
  return static_cast<double>(std::sqrt(squares / period));
}

void ExpectTwoPassDeviations(const std::vector<double>& values, int period) {
  RollingDeviation deviation(period);
  for (size_t i = 0; i < values.size(); ++i) {
    const double actual = deviation.Add(values[i]);
    if (i + 1 < static_cast<size_t>(period)) {
      ASSERT_TRUE(std::isnan(actual)) << period << " " << i;
      continue;
    }
    const double expected = TwoPassDeviation(values, i + 1, period);
    ASSERT_NEAR(actual, expected, 1e-12 * expected) << period << " " << i;
  }
}

TEST(RollingDeviationTest, IsThatOfThePopulation) {
  RollingDeviation deviation(8);
  double last = 0;
  // Mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, 32 / 8 = 4.
  for (const double value : {2, 4, 4, 4, 5, 5, 7, 9}) {
    EXPECT_TRUE(last == 0 || std::isnan(last));
    last = deviation.Add(value);
  }
  EXPECT_DOUBLE_EQ(last, 2);
  // 2 leaves: mean 6, squares 4 + 4 + 4 + 1 + 1 + 1 + 9 + 16 = 40, 40 / 8 = 5.
  EXPECT_DOUBLE_EQ(deviation.Add(10), std::sqrt(5.0));
}

TEST(RollingDeviationTest, AgreesWithTwoPasses) {
  for (const int period : {2, 3, 5, 20, 50, 333}) {
    ExpectTwoPassDeviations(RandomCloses(2000, period), period);
  }
}

TEST(RollingDeviationTest, KeepsItsDigitsWhereTheLevelIsHigh) {
  // A deviation a billion times smaller than the level: sums of squares would
  // have no correct digit.
  Random random(5, 0);
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) {
    values.push_back(100'000 + 1e-4 * random.NextUniform());
  }
  ExpectTwoPassDeviations(values, 20);
}

TEST(RollingDeviationTest, FollowsTrendsAndJumps) {
  std::vector<double> values;
  for (int i = 0; i < 300; ++i) values.push_back(50 + 0.37 * i);
  for (int i = 0; i < 300; ++i) values.push_back(900 - 0.01 * (i % 9));
  for (int i = 0; i < 300; ++i) values.push_back(2 + 1e-6 * (i % 7));
  for (const int period : {2, 14, 60}) ExpectTwoPassDeviations(values, period);
}

TEST(RollingDeviationTest, OfAFlatWindowIsZeroAfterAnyHistory) {
  const std::vector<double> history = RandomCloses(1000, 6);
  for (int period = 1; period <= 60; ++period) {
    // So that the flat window begins at every place of a block.
    for (int shift = 0; shift < period; ++shift) {
      RollingDeviation deviation(period);
      for (int i = 0; i < 100 + shift; ++i) deviation.Add(history[i]);
      double last = 1;
      for (int i = 0; i < period; ++i) last = deviation.Add(93.07);
      ASSERT_EQ(last, 0) << period << " " << shift;
    }
  }
}

}  // namespace
}  // namespace admf
