#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// Triple exponential moving average of the closes. See DefineIndicator.
class Tema {
 public:
  static constexpr std::string_view kName = "tema";
  static constexpr std::string_view kDescription =
      "Triple exponential moving average: 3 x ema1 - 3 x ema2 + ema3, "
      "where ema1 is the exponential moving average of the closes, ema2 "
      "that of ema1 and ema3 that of ema2, each seeded with the mean of "
      "its own first `period` values, as in ema (Patrick Mulloy, "
      "Smoothing Data with Faster Moving Averages, Stocks & Commodities "
      "12:1, 1994; as in TA-Lib).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 20, "Length of each exponential average.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return 3 * (parameters.GetInteger("period") - 1);
  }

  explicit Tema(const ParameterSet& parameters)
      : first_(ExponentialAverage::Standard(parameters.GetInteger("period"))),
        second_(first_),
        third_(first_) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double first = first_.Add(bars.close()[i]);
    if (std::isnan(first)) return {kUndefined};
    const double second = second_.Add(first);
    if (std::isnan(second)) return {kUndefined};
    return {3 * (first - second) + third_.Add(second)};
  }

 private:
  ExponentialAverage first_;
  ExponentialAverage second_;
  ExponentialAverage third_;
};

}  // namespace admf
