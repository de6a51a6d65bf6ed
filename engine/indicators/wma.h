#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_line.h"

namespace admf {

/// Linearly weighted moving average of the closes. See DefineIndicator.
class Wma {
 public:
  static constexpr std::string_view kName = "wma";
  static constexpr std::string_view kDescription =
      "Linearly weighted moving average of the last `period` closes: the "
      "newest one has the weight `period`, the oldest one 1, and the sum "
      "is divided by period x (period + 1) / 2 (as WMA in TA-Lib and "
      "TradingView).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of closes in the average.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Wma(const ParameterSet& parameters)
      : average_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {average_.Add(bars.close()[i])};
  }

 private:
  LinearlyWeightedAverage average_;
};

}  // namespace admf
