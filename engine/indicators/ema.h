#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// Exponential moving average of the closes. See DefineIndicator.
class Ema {
 public:
  static constexpr std::string_view kName = "ema";
  static constexpr std::string_view kDescription =
      "Exponential moving average: ema += 2 / (period + 1) x (close - ema), "
      "seeded with the mean of the first `period` closes (the convention of "
      "TA-Lib).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter(
        "period", 20,
        "Length of the average; the newest close has the weight "
        "2 / (period + 1).")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Ema(const ParameterSet& parameters)
      : average_(
            ExponentialAverage::Standard(parameters.GetInteger("period"))) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {average_.Add(bars.close()[i])};
  }

 private:
  ExponentialAverage average_;
};

}  // namespace admf
