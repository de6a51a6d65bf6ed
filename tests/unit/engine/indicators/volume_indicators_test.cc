// obv, vpt, accumulation_distribution, cmf, vwap; and pivot_points, which know
// days as vwap does.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/data/bars.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/plain_formulas.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr int64_t kHour = 3'600'000'000;
/// 2024-01-02 00:00 UTC; midnight in New York is five hours later.
constexpr int64_t kSecondOfJanuary = 1'704'153'600'000'000;

/// high 10, low 8, close 9.5, volume 4; a bar without a range; a close at the
/// low.
std::shared_ptr<const BarSeries> ThreeBars() {
  return BarsWithVolume({10, 10, 12}, {8, 10, 8}, {9.5, 10, 8}, {4, 100, 3});
}

long double Location(const BarSeries& bars, size_t i) {
  const long double high = bars.high()[i], low = bars.low()[i];
  return (2 * bars.close()[i] - low - high) / (high - low);
}

TEST(ObvTest, AddsVolumesWithTheSignOfTheChange) {
  const std::vector<double> prices = {10, 11, 11, 9};
  ExpectValues(
      Compute("obv", {}, *BarsWithVolume(prices, prices, prices, {5, 7, 3, 2})),
      0, {0, 7, 7, 5});
}

TEST(ObvTest, KeepsSmallVolumesBesideALargeOne) {
  // A sum of doubles would lose the 1 and end at 0.
  const std::vector<double> prices = {10, 11, 12, 11};
  ExpectValues(
      Compute("obv", {},
              *BarsWithVolume(prices, prices, prices, {5, 1, 0x1p60, 0x1p60})),
      0, {0, 1, 0x1p60, 1});
}

TEST(VptTest, AddsVolumesTimesReturns) {
  // 20 x 0.1 = 2, 10 x -0.5
  const std::vector<double> prices = {10, 11, 5.5};
  ExpectValues(
      Compute("vpt", {}, *BarsWithVolume(prices, prices, prices, {5, 20, 10})),
      0, {0, 2, -3});
}

TEST(AccumulationDistributionTest, AddsVolumesTimesLocations) {
  // ((9.5 - 8) - (10 - 9.5)) / 2 x 4 = 2, 0, -1 x 3
  ExpectValues(Compute("accumulation_distribution", {}, *ThreeBars()), 0,
               {2, 2, -1});
}

TEST(CmfTest, DividesTheFlowByTheVolume) {
  ExpectValues(Compute("cmf", {{"period", int64_t{2}}}, *ThreeBars()), 0,
               {NAN, 2.0 / 104, -3.0 / 103});
}

TEST(VolumeSumsTest, AgreeWithTheirDefinitions) {
  const auto bars = RandomBars(1000, 1);
  const auto close = bars->close(), volume = bars->volume();
  const auto total = [](size_t i, auto value) {
    return i == 0 ? 0.0L : SumOfLast(i, i, value);
  };
  ExpectOutput(
      Compute("obv", {}, *bars), 0, 0,
      [&](size_t i) {
        return total(i, [&](size_t j) -> long double {
          return close[j] == close[j - 1]  ? 0
                 : close[j] > close[j - 1] ? volume[j]
                                           : -volume[j];
        });
      },
      0);
  ExpectOutput(
      Compute("vpt", {}, *bars), 0, 0,
      [&](size_t i) {
        return total(i, [&](size_t j) {
          return volume[j] *
                 (static_cast<long double>(close[j]) / close[j - 1] - 1);
        });
      },
      1e-10);
  const auto flow = [&](size_t j) { return volume[j] * Location(*bars, j); };
  ExpectOutput(
      Compute("accumulation_distribution", {}, *bars), 0, 0,
      [&](size_t i) { return SumOfLast(i + 1, i, flow); }, 1e-9);
  for (const size_t period : {5, 20, 300}) {
    ExpectOutput(
        Compute("cmf", {{"period", static_cast<int64_t>(period)}}, *bars), 0,
        period - 1,
        [&](size_t i) {
          return SumOfLast(period, i, flow) /
                 SumOfLast(period, i, [&](size_t j) { return volume[j]; });
        },
        1e-12);
  }
}

TEST(VwapTest, BeginsAnewEveryDay) {
  const std::vector<int64_t> times = {
      kSecondOfJanuary + 3 * kHour, kSecondOfJanuary + 5 * kHour - 1,
      kSecondOfJanuary + 5 * kHour, kSecondOfJanuary + 6 * kHour};
  const std::vector<double> prices = {10, 20, 30, 40}, volume = {1, 3, 0, 2};
  // In New York the third bar is the first of a day, without volume.
  ExpectValues(
      Compute("vwap", {}, *BarsAt(times, "America/New_York", prices, volume)),
      0, {10, 70.0 / 4, 30, 40});
  // In UTC all are of one day.
  ExpectValues(Compute("vwap", {}, *BarsAt(times, "UTC", prices, volume)), 0,
               {10, 70.0 / 4, 70.0 / 4, 150.0 / 6});
}

TEST(VwapTest, CountsDaysThroughAChangeOfTheClocks) {
  // On 2024-03-10 New York's clocks went from 02:00 to 03:00: the day begins at
  // 05:00 UTC and the next one at 04:00 UTC.
  constexpr int64_t kDay = 1'710'028'800'000'000;
  const std::vector<int64_t> times = {kDay + 5 * kHour - 1, kDay + 5 * kHour,
                                      kDay + 28 * kHour - 1, kDay + 28 * kHour};
  ExpectValues(Compute("vwap", {},
                       *BarsAt(times, "America/New_York", {10, 20, 30, 40},
                               {1, 1, 1, 1})),
               0, {10, 20, 25, 40});
}

TEST(VwapTest, OverAPeriodKnowsNoDays) {
  const auto bars =
      BarsWithVolume({12, 12, 9, 9}, {9, 9, 9, 9}, {9, 12, 9, 9}, {1, 1, 0, 0});
  // Typical prices 10, 11, 9, 9.
  ExpectValues(Compute("vwap", {{"period", int64_t{2}}}, *bars), 0,
               {NAN, 10.5, 11, 9});
}

TEST(VwapTest, AgreesWithItsDefinition) {
  const auto bars = RandomIntradayBars(1000, 2);
  const Values prices = TypicalPrices(*bars);
  const auto volume = [&](size_t i) -> long double {
    return bars->volume()[i];
  };
  const auto value = [&](size_t i) { return prices[i] * volume(i); };
  const auto vwap = [&](size_t count, size_t i) {
    const long double sum = SumOfLast(count, i, volume);
    return sum == 0 ? prices[i] : SumOfLast(count, i, value) / sum;
  };
  ExpectOutput(
      Compute("vwap", {{"period", int64_t{9}}}, *bars), 0, 8,
      [&](size_t i) { return vwap(9, i); }, 1e-11);
  // New York is five hours behind UTC until 1970-04-26 and then four.
  constexpr int64_t kChange = (115 * 24 + 7) * kHour;
  const auto day = [&](size_t i) {
    const int64_t time = bars->time_us()[i];
    return (time + (time < kChange ? -5 : -4) * kHour + 240 * kHour) /
           (24 * kHour);
  };
  ExpectOutput(
      Compute("vwap", {}, *FirstBars(*bars, 900)), 0, 0,
      [&](size_t i) {
        size_t count = 1;
        while (count <= i && day(i - count) == day(i)) ++count;
        return vwap(count, i);
      },
      1e-11);
}

TEST(PivotPointsTest, AreOfTheDayBefore) {
  // A day with high 12, low 8 and close 10, two days without bars, and a day
  // with a single price.
  const auto bars =
      BarsAt({0, kHour, 2 * kHour, 72 * kHour, 75 * kHour, 96 * kHour}, "UTC",
             {12, 8, 10, 9, 9, 7}, {});
  const auto series = Compute("pivot_points", {}, *bars);
  EXPECT_EQ(series.warm_up, 3u);
  const double expected[] = {10, 12, 14, 16, 8, 6, 4};
  for (size_t k = 0; k < 7; ++k) {
    ExpectValues(series, k, {NAN, NAN, NAN, expected[k], expected[k], 9});
  }
}

TEST(PivotPointsTest, CountDaysInTheTimezoneOfTheData) {
  const std::vector<int64_t> times = {kSecondOfJanuary + 4 * kHour,
                                      kSecondOfJanuary + 5 * kHour};
  const auto new_york = Compute(
      "pivot_points", {}, *BarsAt(times, "America/New_York", {10, 20}, {}));
  const auto utc =
      Compute("pivot_points", {}, *BarsAt(times, "UTC", {10, 20}, {}));
  ExpectValues(new_york, 0, {NAN, 10});
  ExpectValues(utc, 0, {NAN, NAN});
  EXPECT_EQ(utc.warm_up, 2u);
}

TEST(PivotPointsTest, AgreeWithTheClassicFormulasOnDailyBars) {
  const auto bars = RandomBars(300, 3);
  const auto series = Compute("pivot_points", {}, *bars);
  const auto high = [&](size_t i) -> long double {
    return bars->high()[i - 1];
  };
  const auto low = [&](size_t i) -> long double { return bars->low()[i - 1]; };
  const auto pivot = [&](size_t i) {
    return (high(i) + low(i) + bars->close()[i - 1]) / 3;
  };
  const std::function<long double(size_t)> expected[] = {
      pivot,
      [&](size_t i) { return 2 * pivot(i) - low(i); },
      [&](size_t i) { return pivot(i) + high(i) - low(i); },
      [&](size_t i) { return high(i) + 2 * (pivot(i) - low(i)); },
      [&](size_t i) { return 2 * pivot(i) - high(i); },
      [&](size_t i) { return pivot(i) - high(i) + low(i); },
      [&](size_t i) { return low(i) - 2 * (high(i) - pivot(i)); }};
  for (size_t k = 0; k < 7; ++k) {
    ExpectOutput(series, k, 1, expected[k], 1e-11);
  }
}

}  // namespace
}  // namespace admf
