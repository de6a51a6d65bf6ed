// keltner, donchian, volatility.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/plain_formulas.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

TEST(KeltnerTest, AddsTrueRangesToTheAverage) {
  // The mean of 9 and 11; the true range 12 - 9 twice.
  const auto series = Compute(
      "keltner",
      {{"period", int64_t{2}}, {"multiplier", 2.0}, {"atr_period", int64_t{1}}},
      *BarsOfRanges({10, 12}, {8, 9}, {9, 11}));
  ExpectValues(series, 0, {NAN, 16});
  ExpectValues(series, 1, {NAN, 10});
  ExpectValues(series, 2, {NAN, 4});
}

TEST(KeltnerTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 1);
  for (const auto& [period, atr_period] :
       {std::pair<size_t, size_t>{20, 10}, {5, 50}}) {
    const Values middle = StandardAverages(AsValues(bars->close()), 0, period);
    const Values range = WildersAverages(TrueRanges(*bars), 0, atr_period);
    const auto series =
        Compute("keltner",
                {{"period", static_cast<int64_t>(period)},
                 {"multiplier", 1.5},
                 {"atr_period", static_cast<int64_t>(atr_period)}},
                *bars);
    const size_t warm_up = std::max(period, atr_period) - 1;
    for (const int k : {0, 1, 2}) {
      ExpectOutput(
          series, k, warm_up,
          [&](size_t i) { return middle[i] + (1 - k) * 1.5L * range[i]; },
          1e-11);
    }
  }
}

TEST(DonchianTest, SpansTheLastBars) {
  const auto series =
      Compute("donchian", {{"period", int64_t{2}}},
              *BarsOfRanges({10, 12, 11, 15}, {8, 9, 7, 11}, {9, 10, 9, 12}));
  ExpectValues(series, 0, {NAN, 12, 12, 15});
  ExpectValues(series, 1, {NAN, 10, 9.5, 11});
  ExpectValues(series, 2, {NAN, 8, 7, 7});
}

TEST(DonchianTest, AgreesWithASearch) {
  const auto bars = RandomBars(2000, 2);
  for (const size_t period : {1, 2, 3, 20, 500}) {
    const auto series =
        Compute("donchian", {{"period", static_cast<int64_t>(period)}}, *bars);
    const auto upper = [&](size_t i) -> long double {
      return HighestOfLast(period, i, bars->high());
    };
    const auto lower = [&](size_t i) -> long double {
      return LowestOfLast(period, i, bars->low());
    };
    ExpectOutput(series, 0, period - 1, upper, 0);
    ExpectOutput(
        series, 1, period - 1,
        [&](size_t i) { return (upper(i) + lower(i)) / 2; }, 1e-12);
    ExpectOutput(series, 2, period - 1, lower, 0);
  }
}

TEST(VolatilityTest, IsTheDeviationOfReturnsScaledToAYear) {
  // Two returns a and b have the sample deviation |a - b| / sqrt(2).
  ExpectValues(
      Compute("volatility", {{"period", int64_t{2}}, {"periods_per_year", 4.0}},
              *BarsOfCloses({100, 110, 99})),
      0, {NAN, NAN, std::sqrt(4.0) * std::log(1.1 / 0.9) / std::sqrt(2.0)});
}

TEST(VolatilityTest, AgreesWithItsDefinition) {
  const auto bars = RandomBars(1000, 3);
  const auto close = bars->close();
  const auto log_return = [&](size_t i) {
    return std::log(static_cast<long double>(close[i])) -
           std::log(static_cast<long double>(close[i - 1]));
  };
  for (const size_t period : {2, 20, 250}) {
    ExpectOutput(
        Compute("volatility", {{"period", static_cast<int64_t>(period)}},
                *bars),
        0, period,
        [&](size_t i) {
          const long double mean = SumOfLast(period, i, log_return) / period;
          const auto square = [&](size_t j) {
            return (log_return(j) - mean) * (log_return(j) - mean);
          };
          return std::sqrt(252 * SumOfLast(period, i, square) / (period - 1));
        },
        1e-12);
  }
}

}  // namespace
}  // namespace admf
