#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_mean.h"

namespace admf {

/// Simple moving average of the closes. See DefineIndicator.
class Sma {
 public:
  static constexpr std::string_view kName = "sma";
  static constexpr std::string_view kDescription =
      "Simple moving average: the mean of the last `period` closes, correctly "
      "rounded.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of closes in the mean.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Sma(const ParameterSet& parameters)
      : mean_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {mean_.Add(bars.close()[i])};
  }

  void UpdateRange(const BarSeries& bars, size_t begin, size_t end,
                   const std::array<double*, 1>& columns) {
    mean_.AddAll(bars.close().subspan(begin, end - begin), columns[0]);
  }

 private:
  RollingMean mean_;
};

}  // namespace admf
