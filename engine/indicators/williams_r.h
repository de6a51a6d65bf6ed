#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/stochastic_lines.h"

namespace admf {

/// Williams %R. See DefineIndicator.
class WilliamsR {
 public:
  static constexpr std::string_view kName = "williams_r";
  static constexpr std::string_view kDescription =
      "Williams %R, -100 to 0: -100 x (highest high - close) / (highest "
      "high - lowest low), both of the last `period` bars (Larry "
      "Williams, How I Made One Million Dollars, 1973). -50 where highest "
      "and lowest are equal.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter(
        "period", 14, "Number of bars of the highest high and lowest low.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit WilliamsR(const ParameterSet& parameters)
      : position_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {position_.Add(bars.high()[i], bars.low()[i], bars.close()[i]) -
            100};
  }

 private:
  RangePosition position_;
};

}  // namespace admf
