// RollingFold and what is made of it, and RollingLag.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "engine/indicators/rolling_extreme.h"
#include "engine/indicators/rolling_fold.h"
#include "engine/indicators/rolling_lag.h"
#include "engine/indicators/rolling_line.h"
#include "engine/indicators/rolling_sum.h"
#include "engine/indicators/weighted_mean.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

/// The values in the window, oldest first: what no other fold can tell.
struct Listing {
  using Value = int;
  using State = std::vector<int>;
  static State Begin(int) { return {}; }
  static void Append(int newer, State* state) { state->push_back(newer); }
  static void Prepend(int older, State* state) {
    state->insert(state->begin(), older);
  }
};

TEST(RollingFoldTest, HasExactlyTheLastValuesInOrder) {
  for (const int period : {1, 2, 3, 7}) {
    RollingFold<Listing> fold(period);
    for (int i = 0; i < 40; ++i) {
      ASSERT_EQ(fold.Add(i), i + 1 >= period) << period << " " << i;
      if (i + 1 < period) continue;
      std::vector<int> window = fold.older();
      ASSERT_FALSE(fold.newer().empty());
      window.insert(window.end(), fold.newer().begin(), fold.newer().end());
      std::vector<int> expected;
      for (int j = i + 1 - period; j <= i; ++j) expected.push_back(j);
      ASSERT_EQ(window, expected) << period << " " << i;
    }
  }
}

TEST(RollingSumsTest, ForgetWhatHasLeft) {
  using Sums = RollingSums<2>::Numbers;
  RollingSums<2> sums(3);
  EXPECT_TRUE(std::isnan(sums.Add({1e300, 1})[1]));
  EXPECT_TRUE(std::isnan(sums.Add({-1e300, 2})[0]));
  EXPECT_EQ(sums.Add({1e17, 4}), (Sums{1e17, 7}));
  sums.Add({3.0, 8});
  sums.Add({0.1, 16});
  EXPECT_EQ(sums.Add({0, 32}), (Sums{3.0 + 0.1, 8 + 16 + 32}));
  sums.Add({0, 0});
  EXPECT_EQ(sums.Add({0, 0}), (Sums{0, 32}));
}

TEST(RollingExtremeTest, TellsTheNewestOfEqualExtremes) {
  RollingHighestAge highest(3);
  RollingLowestAge lowest(3);
  const double values[] = {5, 5, 4, 4, 4, 6};
  // Of the last three: the second 5, that one again, then the newest 4.
  const double highest_ages[] = {NAN, NAN, 1, 2, 0, 0};
  const double lowest_ages[] = {NAN, NAN, 0, 0, 0, 1};
  for (size_t i = 0; i < 6; ++i) {
    const double high = highest.Add(values[i]), low = lowest.Add(values[i]);
    if (i < 2) {
      EXPECT_TRUE(std::isnan(high) && std::isnan(low));
    } else {
      EXPECT_EQ(high, highest_ages[i]) << i;
      EXPECT_EQ(low, lowest_ages[i]) << i;
    }
  }
}

TEST(RollingExtremeTest, TakesNegativeValues) {
  RollingHighest highest(2);
  RollingLowest lowest(2);
  highest.Add(-3);
  lowest.Add(-3);
  EXPECT_EQ(highest.Add(-5), -3);
  EXPECT_EQ(lowest.Add(-5), -5);
  EXPECT_EQ(highest.Add(-7), -5);
  EXPECT_EQ(lowest.Add(-1), -5);
}

TEST(RollingLineTest, KeepsItsDigitsFarFromZero) {
  // A slope of 2^-20 at a level of 2^32: every value is exact, and so is all
  // that is computed from the distances.
  RollingLine line(16);
  for (int i = 0; i < 100; ++i) {
    const double value = 0x1p32 + i * 0x1p-20;
    if (!line.Add(value)) continue;
    EXPECT_EQ(line.Slope(), 0x1p-20) << i;
    EXPECT_EQ(line.Mean(), value - 7.5 * 0x1p-20) << i;
    // The mean age with weights 16, 15, ..., 1 of the ages 0, 1, ..., 15 is 5.
    EXPECT_EQ(line.WeightedMean(), value - 5 * 0x1p-20) << i;
  }
}

TEST(RollingLineTest, OfEqualValuesIsFlatAfterAnyHistory) {
  Random random(1, 1);
  RollingLine line(13);
  for (int i = 0; i < 1000; ++i) line.Add(1e9 * random.NextUniform());
  for (int i = 0; i < 13; ++i) line.Add(93.07);
  EXPECT_EQ(line.Slope(), 0);
  EXPECT_EQ(line.Mean(), 93.07);
  EXPECT_EQ(line.WeightedMean(), 93.07);
}

TEST(WeightedMeanTest, OfEqualPricesIsThatPriceWithAnyWeights) {
  Random random(2, 1);
  WeightedMean all(0.1);
  RollingWeightedMean rolling(7);
  for (int i = 0; i < 100; ++i) {
    const double weight = random.NextUniform();
    all.Add(0.1, weight);
    EXPECT_EQ(all.Value(-1), 0.1);
    const double mean = rolling.Add(0.1, weight);
    if (i >= 6) {
      EXPECT_EQ(mean, 0.1);
    }
  }
}

TEST(WeightedMeanTest, ForgetsWeightsThatHaveLeft) {
  RollingWeightedMean mean(2);
  mean.Add(10, 1e300);
  mean.Add(20, 1e-300);
  EXPECT_EQ(mean.Add(30, 1e-300), 25);
  mean.Add(40, 0);
  EXPECT_EQ(mean.Add(50, 0), 50);
}

TEST(RollingLagTest, GivesBackWhatWasTakenBefore) {
  for (const int delay : {1, 2, 5}) {
    RollingLag line(delay);
    for (int i = 0; i < 20; ++i) {
      const double delayed = line.Add(i);
      if (i < delay) {
        EXPECT_TRUE(std::isnan(delayed));
      } else {
        EXPECT_EQ(delayed, i - delay);
      }
    }
  }
}

TEST(RollingLagTest, TakesManyValuesAsItTakesThemOneByOne) {
  Random random(3, 1);
  for (const int delay : {1, 2, 7}) {
    RollingLag one_by_one(delay), line(delay);
    std::vector<double> values, expected;
    for (int i = 0; i < 300; ++i) {
      values.push_back(i);
      expected.push_back(one_by_one.Add(i));
    }
    std::vector<double> delayed(values.size(), -1);
    for (size_t begin = 0; begin < values.size();) {
      const size_t count = std::min<size_t>(random.NextBelow(3 * delay + 1),
                                            values.size() - begin);
      line.AddAll(std::span(values).subspan(begin, count), &delayed[begin]);
      begin += count;
    }
    for (size_t i = 0; i < values.size(); ++i) {
      if (std::isnan(expected[i])) {
        EXPECT_TRUE(std::isnan(delayed[i])) << i;
      } else {
        EXPECT_EQ(delayed[i], expected[i]) << i;
      }
    }
  }
}

}  // namespace
}  // namespace admf
