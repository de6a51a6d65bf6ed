#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/weighted_mean.h"

namespace admf {

/// Volume-weighted moving average of the closes. See DefineIndicator.
class Vwma {
 public:
  static constexpr std::string_view kName = "vwma";
  static constexpr std::string_view kDescription =
      "Volume-weighted moving average: the sum of close x volume over the "
      "last `period` bars, divided by the sum of their volumes (as VWMA "
      "on TradingView). The newest close where nothing was traded in all "
      "these bars.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of closes in the average.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Vwma(const ParameterSet& parameters)
      : mean_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {mean_.Add(bars.close()[i], bars.volume()[i])};
  }

 private:
  RollingWeightedMean mean_;
};

}  // namespace admf
