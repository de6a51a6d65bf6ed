#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_extreme.h"

namespace admf {

/// Donchian channel. See DefineIndicator.
class Donchian {
 public:
  static constexpr std::string_view kName = "donchian";
  static constexpr std::string_view kDescription =
      "Donchian channel: the highest high and the lowest low of the last "
      "`period` bars, the newest one among them, and the middle between "
      "the two (Richard Donchian).";
  static constexpr std::array<std::string_view, 3> kOutputs = {
      "upper", "middle", "lower"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of bars in the channel.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Donchian(const ParameterSet& parameters)
      : highest_(parameters.GetInteger("period")),
        lowest_(parameters.GetInteger("period")) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double upper = highest_.Add(bars.high()[i]);
    const double lower = lowest_.Add(bars.low()[i]);
    return {upper, (upper + lower) / 2, lower};
  }

 private:
  RollingHighest highest_;
  RollingLowest lowest_;
};

}  // namespace admf
