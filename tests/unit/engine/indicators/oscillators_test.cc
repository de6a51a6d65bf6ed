// stochastic, stochastic_rsi, williams_r, cci, mfi, roc, momentum,
// ultimate_oscillator.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/plain_formulas.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

using Parameters = std::map<std::string, ParameterValue>;

Parameters Integers(std::map<std::string, int64_t> values) {
  return {values.begin(), values.end()};
}

IndicatorSeries Of(const std::string& name, int64_t period,
                   const BarSeries& bars) {
  return Compute(name, {{"period", period}}, bars);
}

/// High and low are the close.
std::shared_ptr<const BarSeries> Prices(const std::vector<double>& prices,
                                        std::vector<double> volume = {}) {
  return BarsWithVolume(prices, prices, prices, std::move(volume));
}

/// Of two bars each: 8 to 12, 9 to 12, 7 to 12.
std::shared_ptr<const BarSeries> FourBars() {
  return BarsOfRanges({10, 12, 12, 11}, {8, 9, 10, 7}, {9, 12, 11, 9});
}

TEST(StochasticTest, SmoothsWhereTheCloseStands) {
  const auto series =
      Compute("stochastic",
              Integers({{"k_period", 2}, {"k_smoothing", 2}, {"d_period", 2}}),
              *FourBars());
  // (12 - 8) / 4 = 100 %, (11 - 9) / 3 = 66.67 %, (9 - 7) / 5 = 40 %
  const double first = (100 + 200.0 / 3) / 2, second = (200.0 / 3 + 40) / 2;
  ExpectValues(series, 0, {NAN, NAN, NAN, second});
  ExpectValues(series, 1, {NAN, NAN, NAN, (first + second) / 2});
}

TEST(StochasticTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1500, 1);
  const auto high = bars->high(), low = bars->low(), close = bars->close();
  for (const auto& [range, smoothing, d] :
       {std::array<size_t, 3>{14, 3, 3}, {1, 1, 1}, {5, 1, 4}, {100, 9, 2}}) {
    const auto series = Compute(
        "stochastic",
        Integers(
            {{"k_period", range}, {"k_smoothing", smoothing}, {"d_period", d}}),
        *bars);
    const size_t warm_up = range + smoothing + d - 3;
    const auto raw = [&, range = range](size_t i) -> long double {
      const double lowest = LowestOfLast(range, i, low);
      return 100.0L * (close[i] - lowest) /
             (HighestOfLast(range, i, high) - lowest);
    };
    const auto k = [&, smoothing = smoothing](size_t i) {
      return SumOfLast(smoothing, i, raw) / smoothing;
    };
    ExpectOutput(series, 0, warm_up, k, 1e-11);
    ExpectOutput(
        series, 1, warm_up,
        [&, d = d](size_t i) { return SumOfLast(d, i, k) / d; }, 1e-11);
  }
}

TEST(StochasticRsiTest, ComparesTheIndexWithItsRange) {
  // The indices are 50, 83.3, 83.3, 16.7 (see RsiTest): at the top, no range,
  // at the bottom.
  const auto series = Compute("stochastic_rsi",
                              Integers({{"rsi_period", 2},
                                        {"stochastic_period", 2},
                                        {"k_smoothing", 1},
                                        {"d_period", 1}}),
                              *BarsOfCloses({10, 11, 10, 12, 12, 9}));
  ExpectValues(series, 0, {NAN, NAN, NAN, 100, 50, 0});
  ExpectValues(series, 1, {NAN, NAN, NAN, 100, 50, 0});
}

TEST(StochasticRsiTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 2);
  Values rises = {0}, falls = {0};
  for (size_t i = 1; i < bars->size(); ++i) {
    const double change = bars->close()[i] - bars->close()[i - 1];
    rises.push_back(std::max(change, 0.0));
    falls.push_back(std::max(-change, 0.0));
  }
  constexpr size_t kPeriod = 14, kRange = 10, kSmoothing = 3, kD = 4;
  const Values gain = WildersAverages(rises, 1, kPeriod);
  const Values loss = WildersAverages(falls, 1, kPeriod);
  std::vector<double> index;
  for (size_t i = 0; i < bars->size(); ++i) {
    index.push_back(static_cast<double>(100 - 100 / (1 + gain[i] / loss[i])));
  }
  const auto raw = [&](size_t i) -> long double {
    const double lowest = LowestOfLast(kRange, i, index);
    return 100.0L * (index[i] - lowest) /
           (HighestOfLast(kRange, i, index) - lowest);
  };
  const auto k = [&](size_t i) {
    return SumOfLast(kSmoothing, i, raw) / kSmoothing;
  };
  const auto series = Compute("stochastic_rsi",
                              Integers({{"rsi_period", kPeriod},
                                        {"stochastic_period", kRange},
                                        {"k_smoothing", kSmoothing},
                                        {"d_period", kD}}),
                              *bars);
  const size_t warm_up = kPeriod + kRange + kSmoothing + kD - 3;
  ExpectOutput(series, 0, warm_up, k, 1e-7);
  ExpectOutput(
      series, 1, warm_up, [&](size_t i) { return SumOfLast(kD, i, k) / kD; },
      1e-7);
}

TEST(WilliamsRTest, CountsDownFromTheHighest) {
  // -(12 - 12) / 4, -(12 - 11) / 3, -(12 - 9) / 5
  ExpectValues(Of("williams_r", 2, *FourBars()), 0, {NAN, 0, -100.0 / 3, -60});
  ExpectValues(Of("williams_r", 2, *Prices({5, 5, 5})), 0, {NAN, -50, -50});
}

TEST(WilliamsRTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1500, 3);
  for (const size_t period : {1, 2, 14, 500}) {
    ExpectOutput(
        Of("williams_r", static_cast<int64_t>(period), *bars), 0, period - 1,
        [&](size_t i) -> long double {
          const double highest = HighestOfLast(period, i, bars->high());
          return -100.0L * (highest - bars->close()[i]) /
                 (highest - LowestOfLast(period, i, bars->low()));
        },
        1e-11);
  }
}

TEST(CciTest, MeasuresInMeanDistances) {
  // Mean 3, mean distance (2 + 1 + 3) / 3 = 2; mean 11/3, mean distance
  // (5/3 + 7/3 + 2/3) / 3 = 14/9.
  ExpectValues(Of("cci", 3, *Prices({1, 2, 6, 3, 3, 3})), 0,
               {NAN, NAN, 3 / (0.015 * 2), (-2.0 / 3) / (0.015 * 14 / 9),
                -1 / (0.015 * 4 / 3), 0});
}

TEST(CciTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 4);
  const Values prices = TypicalPrices(*bars);
  for (const size_t period : {2, 3, 4, 5, 6, 7, 20, 99}) {
    ExpectOutput(
        Of("cci", static_cast<int64_t>(period), *bars), 0, period - 1,
        [&](size_t i) {
          const auto price = [&](size_t j) { return prices[j]; };
          const long double mean = SumOfLast(period, i, price) / period;
          const auto distance = [&](size_t j) {
            return std::abs(prices[j] - mean);
          };
          return (prices[i] - mean) /
                 (0.015L * SumOfLast(period, i, distance) / period);
        },
        1e-8);
  }
}

TEST(MfiTest, ComparesRisingAndFallingFlows) {
  // Flows 12 x 2 up, 11 x 3 down, unchanged, 13 x 1 up.
  ExpectValues(Of("mfi", 2, *Prices({10, 12, 11, 11, 13}, {1, 2, 3, 4, 1})), 0,
               {NAN, NAN, 100 * 24.0 / 57, 0, 100});
  ExpectValues(Of("mfi", 1, *Prices({10, 10, 11}, {1, 2, 0})), 0,
               {NAN, 50, 50});
}

TEST(MfiTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 5);
  const Values prices = TypicalPrices(*bars);
  for (const size_t period : {3, 14, 100}) {
    ExpectOutput(
        Of("mfi", static_cast<int64_t>(period), *bars), 0, period,
        [&](size_t i) {
          const auto rising = [&](size_t j) {
            return prices[j] > prices[j - 1] ? prices[j] * bars->volume()[j]
                                             : 0;
          };
          const auto falling = [&](size_t j) {
            return prices[j] < prices[j - 1] ? prices[j] * bars->volume()[j]
                                             : 0;
          };
          const long double up = SumOfLast(period, i, rising);
          const long double down = SumOfLast(period, i, falling);
          return up + down == 0 ? 50.0L : 100 - 100 / (1 + up / down);
        },
        1e-9);
  }
}

TEST(RocAndMomentumTest, CompareWithAnEarlierClose) {
  const auto bars = BarsOfCloses({10, 20, 15, 5});
  ExpectValues(Of("roc", 2, *bars), 0, {NAN, NAN, 50, -75});
  ExpectValues(Of("momentum", 2, *bars), 0, {NAN, NAN, 5, -15});
}

TEST(RocAndMomentumTest, AgreeWithTheirDefinitions) {
  const auto bars = RandomBars(500, 6);
  const auto close = bars->close();
  for (const size_t period : {1, 10, 300}) {
    ExpectOutput(
        Of("roc", static_cast<int64_t>(period), *bars), 0, period,
        [&](size_t i) -> long double {
          return 100.0L * close[i] / close[i - period] - 100;
        },
        1e-11);
    ExpectOutput(
        Of("momentum", static_cast<int64_t>(period), *bars), 0, period,
        [&](size_t i) -> long double { return close[i] - close[i - period]; },
        0);
  }
}

TEST(UltimateOscillatorTest, WeighsThreePeriods) {
  const auto bars =
      BarsOfRanges({10, 12, 13, 11}, {8, 9, 11, 10}, {9, 11, 12, 10.5});
  // close - true low    2  1  0.5
  // true range          3  2  2
  // 0.5 / 2, 1.5 / 4, 3.5 / 7 with weights 4, 2, 1
  ExpectValues(Compute("ultimate_oscillator",
                       Integers({{"short_period", 1},
                                 {"medium_period", 2},
                                 {"long_period", 3}}),
                       *bars),
               0, {NAN, NAN, NAN, 100 * (4 * 0.25 + 2 * 0.375 + 0.5) / 7});
}

TEST(UltimateOscillatorTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 7);
  const Values ranges = TrueRanges(*bars);
  const auto range = [&](size_t i) { return ranges[i]; };
  const auto pressure = [&](size_t i) -> long double {
    return bars->close()[i] - std::min(bars->low()[i], bars->close()[i - 1]);
  };
  for (const auto& [a, b, c] :
       {std::array<size_t, 3>{7, 14, 28}, {1, 2, 3}, {50, 5, 20}}) {
    const auto quotient = [&](size_t period, size_t i) {
      return SumOfLast(period, i, pressure) / SumOfLast(period, i, range);
    };
    ExpectOutput(
        Compute("ultimate_oscillator",
                Integers({{"short_period", a},
                          {"medium_period", b},
                          {"long_period", c}}),
                *bars),
        0, std::max({a, b, c}),
        [&, a = a, b = b, c = c](size_t i) {
          return 100 *
                 (4 * quotient(a, i) + 2 * quotient(b, i) + quotient(c, i)) / 7;
        },
        1e-11);
  }
}

}  // namespace
}  // namespace admf
