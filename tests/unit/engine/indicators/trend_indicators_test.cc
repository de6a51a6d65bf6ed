// adx, aroon, vortex, parabolic_sar, supertrend, ichimoku.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

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

TEST(AdxTest, AveragesDirectionalMovement) {
  const auto series = Of("adx", 2,
                         *BarsOfRanges({10, 12, 13, 12, 14}, {8, 9, 11, 9, 10},
                                       {9, 11, 12, 10, 13}));
  // rise of the high       2    1     -1     2
  // fall of the low        -1   -2    2      -1
  // true range             3    2     3      4
  // averages: range             2.5   2.75   3.375
  //           plus              1.5   0.75   1.375
  //           minus             0     1      0.5
  // |plus - minus| / sum        1     1/7    7/15
  const double first = (100 + 100.0 / 7) / 2;
  ExpectValues(series, 0, {NAN, NAN, NAN, first, (first + 700.0 / 15) / 2});
  ExpectValues(series, 1,
               {NAN, NAN, NAN, 100 * 0.75 / 2.75, 100 * 1.375 / 3.375});
  ExpectValues(series, 2, {NAN, NAN, NAN, 100 * 1 / 2.75, 100 * 0.5 / 3.375});
}

TEST(AdxTest, AgreesWithWildersSums) {
  // As in the book: sums of the first `period` values, from which a
  // `period`-th is taken before the next one is added.
  const auto bars = RandomBars(1500, 1);
  const auto high = bars->high(), low = bars->low();
  const Values ranges = TrueRanges(*bars);
  for (const size_t period : {1, 2, 14, 50}) {
    long double range = 0, up = 0, down = 0, adx = 0;
    Values adxs(bars->size(), NAN), plus = adxs, minus = adxs;
    for (size_t i = 1; i < bars->size(); ++i) {
      const double rise = high[i] - high[i - 1], fall = low[i - 1] - low[i];
      const double kept = i <= period ? 1 : 1 - 1 / static_cast<double>(period);
      range = range * kept + ranges[i];
      up = up * kept + (rise > std::max(fall, 0.0) ? rise : 0);
      down = down * kept + (fall > std::max(rise, 0.0) ? fall : 0);
      if (i < period) continue;
      plus[i] = 100 * up / range;
      minus[i] = 100 * down / range;
      const long double dx =
          up + down == 0 ? 0 : 100 * std::abs(up - down) / (up + down);
      if (i < 2 * period) {
        adx += dx / period;
      } else {
        adx = (adx * (period - 1) + dx) / period;
      }
      adxs[i] = adx;
    }
    const auto series = Of("adx", static_cast<int64_t>(period), *bars);
    const size_t warm_up = 2 * period - 1;
    for (size_t k = 0; k < 3; ++k) {
      const Values& expected = k == 0 ? adxs : k == 1 ? plus : minus;
      ExpectOutput(
          series, k, warm_up, [&](size_t i) { return expected[i]; }, 1e-9);
    }
  }
}

TEST(AroonTest, CountsBarsSinceTheExtremes) {
  // The highest of three highs: the newer 7, one bar ago, two bars ago. The
  // lowest: one bar ago, two bars ago, now.
  const auto series =
      Of("aroon", 2,
         *BarsOfRanges({5, 7, 7, 6, 6.5}, {4, 3, 5, 5, 2}, {4, 7, 5, 5, 2}));
  ExpectValues(series, 0, {NAN, NAN, 100, 50, 0});
  ExpectValues(series, 1, {NAN, NAN, 50, 0, 100});
  ExpectValues(series, 2, {NAN, NAN, 50, 50, -100});
}

TEST(AroonTest, AgreesWithASearch) {
  const auto bars = BarsOfCloses(RandomCloses(1500, 2));
  for (const size_t period : {1, 2, 25, 300}) {
    const auto series = Of("aroon", static_cast<int64_t>(period), *bars);
    const auto since = [&](size_t i, auto beats, std::span<const double> v) {
      size_t best = i;
      for (size_t j = i; j + period >= i && j != SIZE_MAX; --j) {
        if (beats(v[j], v[best])) best = j;
      }
      return 100.0L * static_cast<long double>(period - (i - best)) / period;
    };
    const auto up = [&](size_t i) {
      return since(i, std::greater<>(), bars->high());
    };
    const auto down = [&](size_t i) {
      return since(i, std::less<>(), bars->low());
    };
    ExpectOutput(series, 0, period, up, 1e-12);
    ExpectOutput(series, 1, period, down, 1e-12);
    ExpectOutput(
        series, 2, period, [&](size_t i) { return up(i) - down(i); }, 1e-12);
  }
}

TEST(VortexTest, SumsMovements) {
  const auto series =
      Of("vortex", 2, *BarsOfRanges({10, 12, 13}, {8, 9, 11}, {9, 11, 12}));
  // up |12 - 8| + |13 - 9|, down |9 - 10| + |11 - 12|, true range 3 + 2
  ExpectValues(series, 0, {NAN, NAN, 8.0 / 5});
  ExpectValues(series, 1, {NAN, NAN, 2.0 / 5});
}

TEST(VortexTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 3);
  const auto high = bars->high(), low = bars->low();
  const Values ranges = TrueRanges(*bars);
  for (const size_t period : {1, 14, 200}) {
    const auto series = Of("vortex", static_cast<int64_t>(period), *bars);
    const auto quotient = [&](size_t i, auto movement) {
      return SumOfLast(period, i, movement) /
             SumOfLast(period, i, [&](size_t j) { return ranges[j]; });
    };
    ExpectOutput(
        series, 0, period,
        [&](size_t i) {
          return quotient(i, [&](size_t j) -> long double {
            return std::abs(high[j] - low[j - 1]);
          });
        },
        1e-12);
    ExpectOutput(
        series, 1, period,
        [&](size_t i) {
          return quotient(i, [&](size_t j) -> long double {
            return std::abs(low[j] - high[j - 1]);
          });
        },
        1e-12);
  }
}

TEST(ParabolicSarTest, FollowsAndReverses) {
  // bar          1    2    3    4    5    6    7
  // high         11   14   15   13   12   13   14
  // low          9    10   12   9.5  9    11   12
  // stop         8    8    9    15   15   13   9
  // extreme      11   14   15   9.5  9    9    14
  // acceleration 0.25 0.5  0.5  0.25 0.5  0.5  0.25
  // Bar 1 rises more, so the first stop is the low of bar 0.
  // Bar 2: 8 + 0.25 x (11 - 8) = 8.75, but not above the low of bar 0.
  // Bar 3: 8 + 0.5 x (14 - 8) = 11, but not above the low of bar 1.
  // Bar 4: 9 + 0.5 x (15 - 9) = 12, not above the low of bar 2, 10, through
  //   which it falls: the stop is the extreme.
  // Bar 5: 15 + 0.25 x (9.5 - 15) = 13.6, but not below the high of bar 3.
  // Bar 6: 15 + 0.5 x (9 - 15) = 12, but not below the high of bar 4, which it
  //   only touches.
  // Bar 7: 13 + 0.5 x (9 - 13) = 11, but not below the high of bar 6; it rises
  //   through it.
  const auto series =
      Compute("parabolic_sar",
              {{"acceleration_step", 0.25}, {"acceleration_maximum", 0.5}},
              *BarsOfRanges({10, 11, 14, 15, 13, 12, 13, 14},
                            {8, 9, 10, 12, 9.5, 9, 11, 12},
                            {9, 10, 11, 13, 10, 10, 12, 13}));
  ExpectValues(series, 0, {NAN, 8, 8, 9, 15, 15, 13, 9});
  ExpectValues(series, 1, {NAN, 1, 1, 1, -1, -1, -1, 1});
}

/// One side at a time, each written out.
void PlainParabolicSar(const BarSeries& bars, double step, double maximum,
                       Values* stops, Values* trends) {
  const auto high = bars.high(), low = bars.low();
  const double rise = high[1] - high[0], fall = low[0] - low[1];
  bool is_long = !(fall > 0 && fall > rise);
  double stop = is_long ? low[0] : high[0];
  double extreme = is_long ? high[1] : low[1];
  double acceleration = std::min(step, maximum);
  for (size_t i = 1; i < bars.size(); ++i) {
    if (is_long && low[i] < stop) {
      is_long = false;
      stop = std::max({extreme, high[i - 1], high[i]});
      extreme = low[i];
      acceleration = std::min(step, maximum);
    } else if (!is_long && high[i] > stop) {
      is_long = true;
      stop = std::min({extreme, low[i - 1], low[i]});
      extreme = high[i];
      acceleration = std::min(step, maximum);
    }
    (*stops)[i] = stop;
    (*trends)[i] = is_long ? 1 : -1;
    const bool is_new = is_long ? high[i] > extreme : low[i] < extreme;
    if (is_new) {
      extreme = is_long ? high[i] : low[i];
      acceleration = std::min(acceleration + step, maximum);
    }
    stop += acceleration * (extreme - stop);
    stop = is_long ? std::min({stop, low[i - 1], low[i]})
                   : std::max({stop, high[i - 1], high[i]});
  }
}

TEST(ParabolicSarTest, AgreesWithBothSidesWrittenOut) {
  for (const uint64_t seed : {4, 5, 6, 7}) {
    const auto bars = RandomBars(2000, seed);
    for (const auto& [step, maximum] :
         {std::pair{0.02, 0.2}, {0.1, 0.1}, {0.3, 0.2}, {0.0, 0.2}}) {
      Values stops(bars->size(), NAN), trends(bars->size(), NAN);
      PlainParabolicSar(*bars, step, maximum, &stops, &trends);
      const auto series = Compute(
          "parabolic_sar",
          {{"acceleration_step", step}, {"acceleration_maximum", maximum}},
          *bars);
      ExpectOutput(
          series, 0, 1, [&](size_t i) { return stops[i]; }, 1e-10);
      ExpectOutput(
          series, 1, 1, [&](size_t i) { return trends[i]; }, 0);
    }
  }
}

TEST(SupertrendTest, FollowsItsBands) {
  // true range    2   3    4.5   2   4
  // middle        10  12   10    8   10.5
  // upper         12  12*  14.5  10  10*     * kept
  // lower         8   9    9*    6   6.5
  // Bar 2: the close before, 12.5, was above the upper band; 8.5 is below the
  // lower one. Bar 3: the close before, 8.5, was below the lower band. Bar 4:
  // 11 is above the upper one.
  const auto series =
      Compute("supertrend", {{"period", int64_t{1}}, {"multiplier", 1.0}},
              *BarsOfRanges({11, 13, 12, 9, 12}, {9, 11, 8, 7, 9},
                            {10, 12.5, 8.5, 8, 11}));
  ExpectValues(series, 0, {8, 9, 14.5, 10, 6.5});
  ExpectValues(series, 1, {1, 1, -1, -1, 1});
}

TEST(SupertrendTest, BeginsBelowTheMiddleWithADowntrend) {
  const auto series =
      Compute("supertrend", {{"period", int64_t{1}}, {"multiplier", 1.0}},
              *BarsOfRanges({11}, {9}, {9.5}));
  ExpectValues(series, 0, {12});
  ExpectValues(series, 1, {-1});
}

TEST(SupertrendTest, AgreesWithItsRules) {
  const auto bars = RandomBars(2000, 8);
  const auto close = bars->close();
  for (const auto& [period, multiplier] :
       {std::pair<size_t, double>{10, 3}, {1, 1}, {20, 0.5}}) {
    const Values atr = WildersAverages(TrueRanges(*bars), 0, period);
    const auto middle = [&](size_t i) -> long double {
      return (bars->high()[i] + bars->low()[i]) / 2;
    };
    Values upper(bars->size()), lower = upper, trend = upper;
    for (size_t i = period - 1; i < bars->size(); ++i) {
      upper[i] = middle(i) + multiplier * atr[i];
      lower[i] = middle(i) - multiplier * atr[i];
      if (i == period - 1) {
        trend[i] = close[i] >= middle(i) ? 1 : -1;
        continue;
      }
      if (close[i - 1] <= upper[i - 1]) {
        upper[i] = std::min(upper[i], upper[i - 1]);
      }
      if (close[i - 1] >= lower[i - 1]) {
        lower[i] = std::max(lower[i], lower[i - 1]);
      }
      trend[i] = trend[i - 1];
      if (trend[i - 1] > 0 && close[i] < lower[i]) trend[i] = -1;
      if (trend[i - 1] < 0 && close[i] > upper[i]) trend[i] = 1;
    }
    const auto series = Compute(
        "supertrend",
        {{"period", static_cast<int64_t>(period)}, {"multiplier", multiplier}},
        *bars);
    ExpectOutput(
        series, 0, period - 1,
        [&](size_t i) { return trend[i] > 0 ? lower[i] : upper[i]; }, 1e-10);
    ExpectOutput(
        series, 1, period - 1, [&](size_t i) { return trend[i]; }, 0);
  }
}

TEST(IchimokuTest, MovesItsSpansForward) {
  // middles of 1 bar   9  10.5  9    13
  //            2 bars  -  10    9.5  11
  //            3 bars  -  -     9.5  11
  const auto series =
      Compute("ichimoku",
              {{"conversion_period", int64_t{1}},
               {"base_period", int64_t{2}},
               {"span_b_period", int64_t{3}},
               {"displacement", int64_t{1}}},
              *BarsOfRanges({10, 12, 11, 15}, {8, 9, 7, 11}, {9, 10, 9, 12}));
  ExpectValues(series, 0, {NAN, NAN, NAN, 13});
  ExpectValues(series, 1, {NAN, NAN, NAN, 11});
  ExpectValues(series, 2, {NAN, NAN, NAN, (9 + 9.5) / 2});
  ExpectValues(series, 3, {NAN, NAN, NAN, 9.5});
}

TEST(IchimokuTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 9);
  const auto middle = [&](size_t period, size_t i) -> long double {
    return (HighestOfLast(period, i, bars->high()) +
            LowestOfLast(period, i, bars->low())) /
           2;
  };
  const auto series = Compute("ichimoku", {}, *bars);
  const size_t warm_up = 51 + 26;
  ExpectOutput(
      series, 0, warm_up, [&](size_t i) { return middle(9, i); }, 1e-12);
  ExpectOutput(
      series, 1, warm_up, [&](size_t i) { return middle(26, i); }, 1e-12);
  ExpectOutput(
      series, 2, warm_up,
      [&](size_t i) { return (middle(9, i - 26) + middle(26, i - 26)) / 2; },
      1e-12);
  ExpectOutput(
      series, 3, warm_up, [&](size_t i) { return middle(52, i - 26); }, 1e-12);
}

}  // namespace
}  // namespace admf
