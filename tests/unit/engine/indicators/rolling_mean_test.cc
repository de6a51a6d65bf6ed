#include "engine/indicators/rolling_mean.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

TEST(RollingMeanTest, IsUndefinedUntilTheWindowIsFull) {
  RollingMean mean(3);
  EXPECT_TRUE(std::isnan(mean.Add(1)));
  EXPECT_TRUE(std::isnan(mean.Add(2)));
  EXPECT_EQ(mean.Add(3), 2);  // (1 + 2 + 3) / 3
  EXPECT_EQ(mean.Add(4), 3);  // (2 + 3 + 4) / 3
  EXPECT_EQ(mean.Add(8), 5);  // (3 + 4 + 8) / 3
}

TEST(RollingMeanTest, OfOneValueIsTheValue) {
  RollingMean mean(1);
  for (const double value : RandomCloses(1000, 1)) {
    ASSERT_EQ(mean.Add(value), value);
  }
}

TEST(RollingMeanTest, TakesValuesOfAnySign) {
  RollingMean mean(2);
  mean.Add(-3);
  EXPECT_EQ(mean.Add(1), -1);
  EXPECT_EQ(mean.Add(-1), 0);
}

TEST(RollingMeanTest, DependsOnTheWindowAlone) {
  // After another history: 100,000 other values, some a million times greater.
  const std::vector<double> other = RandomCloses(100'000, 2);
  const std::vector<double> values = RandomCloses(300, 3);
  for (const int period : {1, 2, 3, 20, 123, 300}) {
    RollingMean with_history(period), without(period);
    for (size_t i = 0; i < other.size(); ++i) {
      with_history.Add(i % 7 == 0 ? other[i] * 1e6 : other[i]);
    }
    for (size_t i = 0; i < values.size(); ++i) {
      const double a = with_history.Add(values[i]), b = without.Add(values[i]);
      if (i + 1 >= static_cast<size_t>(period)) {
        ASSERT_EQ(a, b) << period << " " << i;
      }
    }
  }
}

TEST(RollingMeanTest, FlatValuesHaveEqualMeansOfAllPeriods) {
  const std::vector<double> history = RandomCloses(5000, 4);
  for (int period = 1; period <= 250; ++period) {
    RollingMean mean(period);
    for (const double value : history) mean.Add(value);
    double last = 0;
    for (int i = 0; i < period; ++i) last = mean.Add(93.07);
    ASSERT_EQ(last, 93.07) << period;
  }
}

/// What Add says, and what AddAll says of pieces of `piece` values.
void ExpectAddAllIsAdd(const std::vector<double>& values, int64_t period,
                       size_t piece) {
  RollingMean one_by_one(period), together(period);
  std::vector<double> means(values.size());
  for (size_t i = 0; i < values.size(); i += piece) {
    const size_t count = std::min(piece, values.size() - i);
    together.AddAll(std::span(values).subspan(i, count), &means[i]);
  }
  for (size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(std::bit_cast<uint64_t>(means[i]),
              std::bit_cast<uint64_t>(one_by_one.Add(values[i])))
        << "period " << period << ", piece " << piece << ", value " << i;
  }
}

/// Values with all their bits in use, between `low` and `low` x `ratio`.
std::vector<double> RandomValues(size_t count, double low, double ratio) {
  Random random(/*seed=*/7, /*stream=*/0);
  std::vector<double> values;
  for (size_t i = 0; i < count; ++i) {
    values.push_back(low * std::pow(ratio, random.NextUniform()));
  }
  return values;
}

TEST(RollingMeanTest, AddAllIsAddForAllPeriodsAndPieces) {
  const std::vector<double> closes = RandomCloses(5000, 5);
  for (const int64_t period : {1, 2, 3, 7, 10, 30, 200, 511, 512, 513, 1700}) {
    for (const size_t piece : {1, 5, 100, 512, 513, 5000}) {
      ExpectAddAllIsAdd(closes, period, piece);
    }
  }
  ExpectAddAllIsAdd(RandomCloses(120'000, 6), kLongestPeriod, 10'000);
}

TEST(RollingMeanTest, AddAllIsAddHoweverFarApartValuesAre) {
  for (const double ratio : {1.0, 2.0, 1e3, 1e6, 1e9, 1e30}) {
    for (const double low : {1e-300, 1e-6, 37.25, 1e200}) {
      const std::vector<double> values = RandomValues(3000, low, ratio);
      for (const int64_t period : {1, 6, 10, 100, 1000}) {
        ExpectAddAllIsAdd(values, period, 700);
      }
    }
  }
}

// Small whole numbers have means half way between two doubles only when these
// are as far apart as the numbers' last places: near the largest ones.
TEST(RollingMeanTest, AddAllRoundsTiesToTheEvenNeighbour) {
  Random random(/*seed=*/8, /*stream=*/0);
  for (const int64_t period : {2, 6, 10, 12, 30, 96, 250}) {
    std::vector<double> values;
    for (int i = 0; i < 4000; ++i) {
      // Odd and even multiples of the last place of [2^52, 2^53).
      values.push_back(0x1p52 + std::floor(random.NextUniform() * 64));
    }
    ExpectAddAllIsAdd(values, period, values.size());
  }
}

TEST(RollingMeanTest, AddAllTakesSignsAndGoesBackToPositiveValues) {
  std::vector<double> values = RandomCloses(3000, 9);
  values[1200] = 0;
  values[1300] = -12.5;
  ExpectAddAllIsAdd(values, 10, 400);
}

TEST(RollingMeanTest, AddAllGoesOnWhereAddStopped) {
  const std::vector<double> values = RandomCloses(2000, 10);
  RollingMean mixed(30), one_by_one(30);
  size_t i = 0;
  for (const size_t piece : {40u, 3u, 700u, 29u, 600u}) {
    std::vector<double> means(piece);
    mixed.AddAll(std::span(values).subspan(i, piece), means.data());
    for (size_t k = 0; k < piece; ++k, ++i) {
      const double expected = one_by_one.Add(values[i]);
      if (i >= 29) {
        ASSERT_EQ(means[k], expected) << i;
      }
    }
    for (int k = 0; k < 50; ++k, ++i) {
      ASSERT_EQ(mixed.Add(values[i]), one_by_one.Add(values[i])) << i;
    }
  }
}

TEST(RollingMeanDeathTest, ChecksThePeriod) {
  EXPECT_DEATH(RollingMean(0), "broken invariant");
  EXPECT_DEATH(RollingMean(kLongestPeriod + 1), "broken invariant");
}

}  // namespace
}  // namespace admf
