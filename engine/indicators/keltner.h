#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Keltner channel. See DefineIndicator.
class Keltner {
 public:
  static constexpr std::string_view kName = "keltner";
  static constexpr std::string_view kDescription =
      "Keltner channel: the exponential moving average of the closes as "
      "the middle, and `multiplier` average true ranges above and below "
      "it (Chester Keltner, How to Make Money in Commodities, 1960, in "
      "Linda Raschke's form with Wilder's average true range).";
  static constexpr std::array<std::string_view, 3> kOutputs = {
      "upper", "middle", "lower"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 20,
                        "Length of the average that is the middle."),
        ParameterDefinition::Real(
            "multiplier", 2.0, 0.0, 100.0,
            "Distance of the bands from the middle, in average true ranges."),
        PeriodParameter("atr_period", 10, "Length of the average true range.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return std::max(parameters.GetInteger("period"),
                    parameters.GetInteger("atr_period")) -
           1;
  }

  explicit Keltner(const ParameterSet& parameters)
      : average_(ExponentialAverage::Standard(parameters.GetInteger("period"))),
        range_(parameters.GetInteger("atr_period")),
        multiplier_(parameters.GetReal("multiplier")) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double middle = average_.Add(bars.close()[i]);
    const double width = multiplier_ * range_.Add(bars, i);
    if (std::isnan(middle) || std::isnan(width)) return kUndefinedOutputs<3>;
    return {middle + width, middle, middle - width};
  }

 private:
  ExponentialAverage average_;
  AverageTrueRange range_;
  double multiplier_;
};

}  // namespace admf
