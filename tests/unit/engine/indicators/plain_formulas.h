#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "gtest/gtest.h"

// Formulas as they stand in books, in long double and with no thought of speed,
// for comparing indicators with.

namespace admf {

using Values = std::vector<long double>;

/// The sum of value(j) over the `count` bars up to and including bar i.
template <typename F>
long double SumOfLast(size_t count, size_t i, F value) {
  long double sum = 0;
  for (size_t j = i + 1 - count; j <= i; ++j) sum += value(j);
  return sum;
}

inline double HighestOfLast(size_t count, size_t i,
                            std::span<const double> values) {
  return *std::max_element(values.begin() + (i + 1 - count),
                           values.begin() + (i + 1));
}

inline double LowestOfLast(size_t count, size_t i,
                           std::span<const double> values) {
  return *std::min_element(values.begin() + (i + 1 - count),
                           values.begin() + (i + 1));
}

/// The exponential average of values[first], values[first + 1], ..., with the
/// mean of `period` of them in the beginning; NaN before.
inline Values ExponentialAverages(const Values& values, size_t first,
                                  size_t period, long double weight) {
  Values averages(values.size(), NAN);
  const size_t seed = first + period - 1;
  for (size_t i = seed; i < values.size(); ++i) {
    averages[i] =
        i == seed
            ? SumOfLast(period, i, [&](size_t j) { return values[j]; }) / period
            : values[i] * weight + averages[i - 1] * (1 - weight);
  }
  return averages;
}

inline Values StandardAverages(const Values& values, size_t first,
                               size_t period) {
  return ExponentialAverages(values, first, period, 2.0L / (period + 1));
}

inline Values WildersAverages(const Values& values, size_t first,
                              size_t period) {
  return ExponentialAverages(values, first, period, 1.0L / period);
}

/// max(high - low, |high - close before|, |low - close before|); of the first
/// bar high - low.
inline Values TrueRanges(const BarSeries& bars) {
  Values ranges;
  for (size_t i = 0; i < bars.size(); ++i) {
    const long double high = bars.high()[i], low = bars.low()[i];
    const long double before = bars.close()[i == 0 ? 0 : i - 1];
    ranges.push_back(i == 0 ? high - low
                            : std::max({high - low, std::abs(high - before),
                                        std::abs(low - before)}));
  }
  return ranges;
}

inline Values TypicalPrices(const BarSeries& bars) {
  Values prices;
  for (size_t i = 0; i < bars.size(); ++i) {
    prices.push_back((static_cast<long double>(bars.high()[i]) + bars.low()[i] +
                      bars.close()[i]) /
                     3);
  }
  return prices;
}

inline Values AsValues(std::span<const double> values) {
  return {values.begin(), values.end()};
}

/// An output is NaN before bar `first`, and `expected(bar)` from there on.
inline void ExpectOutput(const IndicatorSeries& series, size_t output,
                         size_t first,
                         const std::function<long double(size_t)>& expected,
                         double tolerance) {
  const auto values = series.output(output);
  EXPECT_EQ(series.warm_up, first);
  for (size_t i = 0; i < values.size(); ++i) {
    if (i < first) {
      ASSERT_TRUE(std::isnan(values[i])) << output << " at " << i;
    } else {
      ASSERT_NEAR(values[i], static_cast<double>(expected(i)), tolerance)
          << output << " at " << i;
    }
  }
}

/// The same against a list, NaN where there is no value yet.
inline void ExpectValues(const IndicatorSeries& series, size_t output,
                         const std::vector<double>& expected) {
  const auto values = series.output(output);
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected[i])) {
      EXPECT_TRUE(std::isnan(values[i])) << output << " at " << i;
    } else {
      EXPECT_NEAR(values[i], expected[i], 1e-12 * (1 + std::abs(expected[i])))
          << output << " at " << i;
    }
  }
}

}  // namespace admf
