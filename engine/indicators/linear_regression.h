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

/// Straight line through the closes. See DefineIndicator.
class LinearRegression {
 public:
  static constexpr std::string_view kName = "linear_regression";
  static constexpr std::string_view kDescription =
      "The straight line with the least squared distances from the last "
      "`period` closes: its value at the newest bar, its slope per bar, "
      "and its intercept, the value at the oldest of these bars (as "
      "LINEARREG, LINEARREG_SLOPE and LINEARREG_INTERCEPT in TA-Lib).";
  static constexpr std::array<std::string_view, 3> kOutputs = {"value", "slope",
                                                               "intercept"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 14, "Number of closes.", 2)};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit LinearRegression(const ParameterSet& parameters)
      : line_(parameters.GetInteger("period")),
        half_length_(static_cast<double>(parameters.GetInteger("period") - 1) /
                     2) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    if (!line_.Add(bars.close()[i])) return kUndefinedOutputs<3>;
    const double slope = line_.Slope();
    const double mean = line_.Mean();
    return {mean + slope * half_length_, slope, mean - slope * half_length_};
  }

 private:
  RollingLine line_;
  /// From the middle to either end, in bars.
  double half_length_;
};

}  // namespace admf
