#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_line.h"

namespace admf {

/// Hull moving average of the closes. See DefineIndicator.
class Hma {
 public:
  static constexpr std::string_view kName = "hma";
  static constexpr std::string_view kDescription =
      "Hull moving average: the linearly weighted moving average over "
      "sqrt(period) bars of 2 x wma(period / 2) - wma(period), with both "
      "lengths rounded down (Alan Hull, Hull Moving Average, 2005; "
      "lengths as on TradingView).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter(
        "period", 20, "Length of the slower average inside, in bars.", 2)};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    const int64_t period = parameters.GetInteger("period");
    return period - 1 + SmoothingPeriod(period) - 1;
  }

  explicit Hma(const ParameterSet& parameters)
      : half_(parameters.GetInteger("period") / 2),
        whole_(parameters.GetInteger("period")),
        smooth_(SmoothingPeriod(parameters.GetInteger("period"))) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double half = half_.Add(close);
    const double whole = whole_.Add(close);
    // The half period is over first.
    if (std::isnan(whole)) return {kUndefined};
    return {smooth_.Add(2 * half - whole)};
  }

 private:
  static int64_t SmoothingPeriod(int64_t period) {
    return static_cast<int64_t>(std::sqrt(static_cast<double>(period)));
  }

  LinearlyWeightedAverage half_;
  LinearlyWeightedAverage whole_;
  LinearlyWeightedAverage smooth_;
};

}  // namespace admf
