#include "engine/metrics/drawdown.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

constexpr int64_t kDay = int64_t{86'400'000'000};

std::vector<int64_t> Days(size_t count) {
  std::vector<int64_t> times;
  for (size_t i = 0; i < count; ++i) {
    times.push_back(static_cast<int64_t>(i) * kDay);
  }
  return times;
}

struct Drawdowns {
  double maximum;
  double longest_days;
};

Drawdowns Measure(double start, const std::vector<double>& equity) {
  const std::vector<int64_t> times = Days(equity.size());
  DrawdownTracker tracker(start, times);
  tracker.Add(equity);
  return {tracker.maximum(), tracker.longest_days()};
}

TEST(DrawdownTest, ARisingCurveHasNone) {
  const Drawdowns drawdowns = Measure(100, {100, 110, 110, 120});
  EXPECT_EQ(drawdowns.maximum, 0);
  EXPECT_EQ(drawdowns.longest_days, 0);
}

TEST(DrawdownTest, TheDeepestIsNotTheLast) {
  const Drawdowns drawdowns = Measure(100, {100, 200, 150, 210, 189, 300});
  EXPECT_EQ(drawdowns.maximum, -0.25);
}

TEST(DrawdownTest, LastsUntilThePeakIsReachedAgain) {
  // Day 1 to day 5; the second one from day 5 to day 7.
  const Drawdowns drawdowns =
      Measure(100, {100, 200, 150, 180, 190, 200, 190, 210});
  EXPECT_EQ(drawdowns.longest_days, 4);
}

TEST(DrawdownTest, BeginsAtTheLastOfEqualPeaks) {
  EXPECT_EQ(Measure(100, {200, 200, 200, 150, 200}).longest_days, 2);
}

TEST(DrawdownTest, TheLastOneLastsUntilTheEnd) {
  const Drawdowns drawdowns = Measure(100, {100, 90, 110, 100, 90, 99});
  EXPECT_EQ(drawdowns.longest_days, 3);
  EXPECT_DOUBLE_EQ(drawdowns.maximum, 90.0 / 110 - 1);
}

TEST(DrawdownTest, FallsFromTheStart) {
  const Drawdowns drawdowns = Measure(100, {80, 90});
  EXPECT_DOUBLE_EQ(drawdowns.maximum, -0.2);
  EXPECT_EQ(drawdowns.longest_days, 1);
}

TEST(DrawdownTest, CanBeMoreThanAll) {
  EXPECT_EQ(Measure(100, {100, -50}).maximum, -1.5);
}

TEST(DrawdownTest, DaysHaveFractions) {
  const std::vector<int64_t> times = {0, kDay / 4, kDay};
  DrawdownTracker tracker(100, times);
  tracker.Add(std::vector<double>{100, 90, 80});
  EXPECT_EQ(tracker.longest_days(), 1);
  DrawdownTracker shorter(100, times);
  shorter.Add(std::vector<double>{100, 110, 80});
  EXPECT_EQ(shorter.longest_days(), 0.75);
}

/// Long curves take the way over pieces of points; the definition doesn't.
TEST(DrawdownTest, LongCurvesAgreeWithTheDefinition) {
  Random random(/*seed=*/3, /*stream=*/0);
  std::vector<double> equity;
  double value = 100;
  for (int i = 0; i < 10'000; ++i) {
    // Flat stretches, as while there is no position.
    if (i / 100 % 3 != 0) value *= 1 + 0.02 * (random.NextUniform() - 0.5);
    equity.push_back(value);
  }
  double peak = 100;
  size_t peak_index = 0;
  double maximum = 0;
  size_t longest = 0;
  for (size_t i = 0; i < equity.size(); ++i) {
    // A peak that is reached again ends a fall, if there was one.
    if (peak_index + 1 < i || equity[i] < peak) {
      longest = std::max(longest, i - peak_index);
    }
    if (equity[i] >= peak) {
      peak = equity[i];
      peak_index = i;
    }
    maximum = std::min(maximum, equity[i] / peak - 1);
  }
  const std::vector<int64_t> times = Days(equity.size());
  for (const size_t piece : {1u, 7u, 64u, 1000u, 10'000u}) {
    DrawdownTracker tracker(100, times);
    for (size_t first = 0; first < equity.size(); first += piece) {
      tracker.Add(std::span(equity).subspan(
          first, std::min(piece, equity.size() - first)));
    }
    EXPECT_EQ(tracker.maximum(), maximum) << piece;
    EXPECT_EQ(tracker.longest_days(), static_cast<double>(longest)) << piece;
  }
}

TEST(DrawdownTest, ConstantStretchesAreAsTheirPoints) {
  // Below the peak, at it, above it; and none at all.
  const std::vector<std::pair<double, size_t>> stretches = {
      {100, 3}, {90, 4}, {100, 2}, {120, 1}, {110, 0}, {80, 5}, {130, 2}};
  std::vector<double> points;
  const std::vector<int64_t> times = Days(17);
  DrawdownTracker tracker(100, times);
  for (const auto& [value, count] : stretches) {
    tracker.AddConstant(value, count);
    points.insert(points.end(), count, value);
    const Drawdowns expected = Measure(100, points);
    EXPECT_EQ(tracker.maximum(), expected.maximum) << points.size();
    EXPECT_EQ(tracker.longest_days(), expected.longest_days) << points.size();
  }
}

TEST(DrawdownTest, ARangeMayBeEnough) {
  const std::vector<int64_t> times = Days(10);
  DrawdownTracker tracker(100, times);
  EXPECT_FALSE(tracker.AddWithin({99, 100}, 2));  // Might be a peak.
  EXPECT_FALSE(tracker.AddWithin({98, 99}, 2));   // Lower than ever.
  tracker.Add(std::vector<double>{90});
  EXPECT_FALSE(tracker.AddWithin({89, 95}, 2));
  EXPECT_TRUE(tracker.AddWithin({90, 99}, 2));
  tracker.Add(std::vector<double>{100});
  EXPECT_EQ(tracker.longest_days(), 3);  // All points count.
  EXPECT_DOUBLE_EQ(tracker.maximum(), -0.1);
}

TEST(DrawdownTest, MeasuresASimulation) {
  const auto bars = MakeFlatBars({100, 100, 80, 90});
  Simulation simulation;
  simulation.states = {{0, 1000, 0}, {1, 0, 10}};
  const DrawdownTracker tracker = MeasureDrawdowns(*bars, simulation, 1000);
  EXPECT_DOUBLE_EQ(tracker.maximum(), -0.2);
  EXPECT_EQ(tracker.longest_days(), 2);
}

}  // namespace
}  // namespace admf
