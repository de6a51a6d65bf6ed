// wma, dema, tema, hma, vwma, linear_regression.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/plain_formulas.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

IndicatorSeries Of(const std::string& name, int64_t period,
                   const BarSeries& bars) {
  return Compute(name, {{"period", period}}, bars);
}

/// The linearly weighted mean of value(j) up to bar i.
template <typename F>
long double WeightedMeanOfLast(size_t period, size_t i, F value) {
  const auto weight = [&](size_t j) {
    return static_cast<long double>(j + period - i);
  };
  return SumOfLast(period, i, [&](size_t j) { return weight(j) * value(j); }) /
         SumOfLast(period, i, weight);
}

TEST(WmaTest, WeighsNewerClosesMore) {
  // (1 x 1 + 2 x 2 + 3 x 4) / 6, (1 x 2 + 2 x 4 + 3 x 8) / 6
  ExpectValues(Of("wma", 3, *BarsOfCloses({1, 2, 4, 8})), 0,
               {NAN, NAN, 17.0 / 6, 34.0 / 6});
}

TEST(WmaTest, OfOneCloseIsThatClose) {
  const auto closes = RandomCloses(50, 1);
  const auto series = Of("wma", 1, *BarsOfCloses(closes));
  for (size_t i = 0; i < 50; ++i) EXPECT_EQ(series.output(0)[i], closes[i]);
}

TEST(WmaTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(2000, 1);
  for (const size_t period : {1, 2, 3, 20, 255}) {
    ExpectOutput(
        Of("wma", static_cast<int64_t>(period), *bars), 0, period - 1,
        [&](size_t i) {
          return WeightedMeanOfLast(period, i,
                                    [&](size_t j) { return bars->close()[j]; });
        },
        1e-12);
  }
}

TEST(DemaTest, DoublesTheAverageLessItsAverage) {
  // closes             3  6    9    6
  // ema(2)             -  4.5  7.5  6.5     weight 2/3
  // ema(2) of that     -  -    6    6 1/3
  ExpectValues(Of("dema", 2, *BarsOfCloses({3, 6, 9, 6})), 0,
               {NAN, NAN, 15.0 - 6, 13 - 19.0 / 3});
}

TEST(TemaTest, CombinesThreeAverages) {
  // closes             3  6    9    6       12
  // ema(2)             -  4.5  7.5  6.5     61/6
  // ema(2) of that     -  -    6    19/3    80/9
  // ema(2) of that     -  -    -    37/6    37/6 + 2/3 x (80/9 - 37/6)
  const double last = 37.0 / 6 + 2.0 / 3 * (80.0 / 9 - 37.0 / 6);
  ExpectValues(Of("tema", 2, *BarsOfCloses({3, 6, 9, 6, 12})), 0,
               {NAN, NAN, NAN, 3 * 6.5 - 3 * 19.0 / 3 + 37.0 / 6,
                3 * 61.0 / 6 - 3 * 80.0 / 9 + last});
}

TEST(DemaAndTemaTest, AgreeWithTheirDefinitions) {
  const auto bars = RandomBars(2000, 2);
  for (const size_t period : {1, 2, 7, 100}) {
    const size_t lag = period - 1;
    const Values first = StandardAverages(AsValues(bars->close()), 0, period);
    const Values second = StandardAverages(first, lag, period);
    const Values third = StandardAverages(second, 2 * lag, period);
    ExpectOutput(
        Of("dema", static_cast<int64_t>(period), *bars), 0, 2 * lag,
        [&](size_t i) { return 2 * first[i] - second[i]; }, 1e-10);
    ExpectOutput(
        Of("tema", static_cast<int64_t>(period), *bars), 0, 3 * lag,
        [&](size_t i) { return 3 * first[i] - 3 * second[i] + third[i]; },
        1e-10);
  }
}

TEST(HmaTest, SmoothsTheDifferenceOfTwoAverages) {
  // closes             1  2    4     8      16
  // wma(2)             -  5/3  10/3  20/3   40/3
  // wma(4)             -  -    -     4.9    9.8
  // 2 x wma(2) - wma(4)              40/3 - 4.9, 80/3 - 9.8, weights 1 and 2
  ExpectValues(
      Of("hma", 4, *BarsOfCloses({1, 2, 4, 8, 16})), 0,
      {NAN, NAN, NAN, NAN, ((40.0 / 3 - 4.9) + 2 * (80.0 / 3 - 9.8)) / 3});
}

TEST(HmaTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(500, 3);
  const auto close = [&](size_t i) { return bars->close()[i]; };
  // Half of 9 is 4, the root of 20 is 4.
  for (const auto& [period, half, root] :
       {std::array<size_t, 3>{2, 1, 1}, {9, 4, 3}, {20, 10, 4}, {99, 49, 9}}) {
    const auto difference = [&, period = period, half = half](size_t i) {
      return 2 * WeightedMeanOfLast(half, i, close) -
             WeightedMeanOfLast(period, i, close);
    };
    ExpectOutput(
        Of("hma", static_cast<int64_t>(period), *bars), 0, period + root - 2,
        [&, root = root](size_t i) {
          return WeightedMeanOfLast(root, i, difference);
        },
        1e-10);
  }
}

TEST(VwmaTest, WeighsClosesWithTheirVolumes) {
  const auto bars = BarsWithVolume({10, 20, 30, 40}, {10, 20, 30, 40},
                                   {10, 20, 30, 40}, {1, 3, 0, 0});
  // (10 + 60) / 4, 60 / 3, and nothing traded
  ExpectValues(Of("vwma", 2, *bars), 0, {NAN, 17.5, 20, 40});
}

TEST(VwmaTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(2000, 4);
  for (const size_t period : {5, 20, 255}) {
    ExpectOutput(
        Of("vwma", static_cast<int64_t>(period), *bars), 0, period - 1,
        [&](size_t i) {
          const auto volume = [&](size_t j) {
            return static_cast<long double>(bars->volume()[j]);
          };
          return SumOfLast(
                     period, i,
                     [&](size_t j) { return volume(j) * bars->close()[j]; }) /
                 SumOfLast(period, i, volume);
        },
        1e-11);
  }
}

TEST(LinearRegressionTest, FitsALine) {
  // Mean 3 and slope (6 - 1) / 2; mean 4 and slope (4 - 2) / 2.
  const auto series = Of("linear_regression", 3, *BarsOfCloses({1, 2, 6, 4}));
  ExpectValues(series, 0, {NAN, NAN, 5.5, 5});
  ExpectValues(series, 1, {NAN, NAN, 2.5, 1});
  ExpectValues(series, 2, {NAN, NAN, 0.5, 3});
}

TEST(LinearRegressionTest, AgreesWithTheNormalEquations) {
  const auto bars = RandomBars(1000, 5);
  for (const size_t period : {2, 14, 200}) {
    const auto series =
        Of("linear_regression", static_cast<int64_t>(period), *bars);
    const long double n = period;
    // Sums of x and of x squared over x = 0, 1, ..., n - 1.
    const long double x1 = n * (n - 1) / 2, x2 = n * (n - 1) * (2 * n - 1) / 6;
    const auto slope = [&](size_t i) {
      const auto y = [&](size_t j) { return bars->close()[j]; };
      const auto xy = [&](size_t j) {
        return static_cast<long double>(j + period - 1 - i) * y(j);
      };
      return (n * SumOfLast(period, i, xy) - x1 * SumOfLast(period, i, y)) /
             (n * x2 - x1 * x1);
    };
    const auto intercept = [&](size_t i) {
      const auto y = [&](size_t j) { return bars->close()[j]; };
      return (SumOfLast(period, i, y) - slope(i) * x1) / n;
    };
    ExpectOutput(
        series, 0, period - 1,
        [&](size_t i) { return intercept(i) + slope(i) * (n - 1); }, 1e-10);
    ExpectOutput(series, 1, period - 1, slope, 1e-11);
    ExpectOutput(series, 2, period - 1, intercept, 1e-10);
  }
}

}  // namespace
}  // namespace admf
