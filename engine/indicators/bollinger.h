#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_deviation.h"
#include "engine/indicators/rolling_mean.h"

namespace admf {

/// Bollinger bands of the closes. See DefineIndicator.
class Bollinger {
 public:
  static constexpr std::string_view kName = "bollinger";
  static constexpr std::string_view kDescription =
      "Bollinger bands: the simple moving average of the closes as the middle, "
      "and `deviations` population standard deviations of the same closes "
      "above and below it (John Bollinger, Bollinger on Bollinger Bands, "
      "2001).";
  static constexpr std::array<std::string_view, 3> kOutputs = {
      "upper", "middle", "lower"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of closes.", 2),
            ParameterDefinition::Real(
                "deviations", 2.0, 0.0, 100.0,
                "Distance of the bands from the middle, in standard "
                "deviations.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Bollinger(const ParameterSet& parameters)
      : mean_(parameters.GetInteger("period")),
        deviation_(parameters.GetInteger("period")),
        deviations_(parameters.GetReal("deviations")) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double middle = mean_.Add(close);
    const double width = deviations_ * deviation_.Add(close);
    return {middle + width, middle, middle - width};
  }

 private:
  RollingMean mean_;
  RollingDeviation deviation_;
  double deviations_;
};

}  // namespace admf
