#include "engine/columns/columns.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/columns/lanes.h"
#include "gtest/gtest.h"
#include "hwy/highway.h"

namespace admf {
namespace {

/// Numbers of both signs and of many sizes, so that another order of addition
/// shows.
std::vector<double> Numbers(size_t count, uint64_t seed) {
  Random random(seed, /*stream=*/0);
  std::vector<double> numbers(count);
  for (double& number : numbers) {
    number = std::ldexp(random.NextUniform() - 0.5,
                        static_cast<int>(20 * random.NextUniform()));
  }
  return numbers;
}

uint64_t Bits(double value) { return std::bit_cast<uint64_t>(value); }

/// With each kind of vectors that this processor has, one after the other.
class ColumnsTest : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override {
    hwy::SetSupportedTargetsForTest(GetParam());
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  void TearDown() override {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

constexpr size_t kMost = 70;

TEST_P(ColumnsTest, SumsAreThoseOfLanes) {
  for (size_t count = 0; count <= kMost; ++count) {
    SCOPED_TRACE(count);
    const std::vector<double> numbers = Numbers(count, 1);
    const double sum = SumOf(numbers, [](double value) { return value; });
    EXPECT_EQ(Bits(SumOf(numbers)), Bits(sum));
    const PowerSums powers = PowerSumsOf(numbers);
    EXPECT_EQ(Bits(powers.sum), Bits(sum));
    EXPECT_EQ(Bits(powers.squares),
              Bits(SumOf(numbers, [](double value) { return value * value; })));
  }
}

TEST_P(ColumnsTest, SummariesAreThoseOfLanes) {
  for (size_t count = 1; count <= kMost; ++count) {
    SCOPED_TRACE(count);
    const std::vector<double> numbers = Numbers(count, 2);
    const ColumnSummary summary = SummaryOf(numbers);
    EXPECT_EQ(Bits(summary.sum), Bits(SumOf(numbers)));
    EXPECT_EQ(summary.lowest,
              *std::min_element(numbers.begin(), numbers.end()));
    EXPECT_EQ(summary.highest,
              *std::max_element(numbers.begin(), numbers.end()));
  }
}

TEST_P(ColumnsTest, DeviationsAreThoseOfLanes) {
  constexpr double kMean = 0.25;
  for (size_t count = 1; count <= kMost; ++count) {
    SCOPED_TRACE(count);
    const std::vector<double> numbers = Numbers(count, 3);
    const Deviations deviations = DeviationsOf(numbers, kMean);
    EXPECT_EQ(Bits(deviations.squares), Bits(SumOf(numbers, [](double value) {
                return (value - kMean) * (value - kMean);
              })));
    EXPECT_EQ(Bits(deviations.loss_squares),
              Bits(SumOf(numbers, [](double value) {
                return value < 0 ? value * value : 0;
              })));
    EXPECT_EQ(deviations.lowest,
              *std::min_element(numbers.begin(), numbers.end()));
    EXPECT_EQ(deviations.highest,
              *std::max_element(numbers.begin(), numbers.end()));
  }
}

TEST_P(ColumnsTest, ReturnsAreRatiosLessOne) {
  for (size_t count = 1; count <= kMost; ++count) {
    SCOPED_TRACE(count);
    std::vector<double> samples(count);
    std::iota(samples.begin(), samples.end(), 1);
    // The lowest one is at every place once.
    samples[count / 2] = 0.5;
    std::vector<double> returns(count + 1, -7);
    EXPECT_EQ(WriteReturns(/*previous=*/4, samples, returns.data()), 0.5);
    double previous = 4;
    for (size_t i = 0; i < count; ++i) {
      EXPECT_EQ(returns[i], samples[i] / previous - 1) << i;
      previous = samples[i];
    }
    EXPECT_EQ(returns[count], -7);
  }
}

TEST_P(ColumnsTest, SignsAreThoseOfDifferences) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> kinds = {0, -0.0, 1, -1, kNan, 2.5};
  Random random(/*seed=*/4, /*stream=*/0);
  const auto any = [&] { return kinds[random.NextBelow(kinds.size())]; };
  for (size_t count = 0; count <= 64; ++count) {
    std::vector<double> minuends(count);
    std::vector<double> subtrahends(count);
    SignBits expected = {.positive = 0, .negative = 0};
    for (size_t i = 0; i < count; ++i) {
      minuends[i] = any();
      subtrahends[i] = any();
      const uint64_t bit = uint64_t{1} << i;
      if (minuends[i] > subtrahends[i]) expected.positive |= bit;
      if (minuends[i] < subtrahends[i]) expected.negative |= bit;
    }
    const SignBits signs = SignsOf(minuends, subtrahends);
    EXPECT_EQ(signs.positive, expected.positive) << count;
    EXPECT_EQ(signs.negative, expected.negative) << count;
  }
}

std::vector<int64_t> Targets() {
  const std::vector<int64_t> compiled = {
      HWY_AVX3_DL, HWY_AVX3, HWY_AVX2, HWY_SSE4, HWY_SSSE3, HWY_STATIC_TARGET};
  std::vector<int64_t> targets;
  for (const int64_t target : compiled) {
    if ((hwy::SupportedTargets() & target) == 0) continue;
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  return targets;
}

INSTANTIATE_TEST_SUITE_P(Vectors, ColumnsTest, testing::ValuesIn(Targets()),
                         [](const testing::TestParamInfo<int64_t>& info)
                             -> std::string {
                           return hwy::TargetName(info.param);
                         });

}  // namespace
}  // namespace admf
