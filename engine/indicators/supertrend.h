#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Supertrend. See DefineIndicator.
class Supertrend {
 public:
  static constexpr std::string_view kName = "supertrend";
  static constexpr std::string_view kDescription =
      "Supertrend (Olivier Seban): bands `multiplier` average true ranges "
      "above and below the middle (high + low) / 2, of which the lower "
      "one never falls while the close before was not below it, and the "
      "upper one never rises while the close before was not above it. "
      "trend is 1 until a close below the lower band and -1 until a close "
      "above the upper one; value is the lower band while it is 1, the "
      "upper one while it is -1. The first trend is 1 if the close is not "
      "below the middle.";
  static constexpr std::array<std::string_view, 2> kOutputs = {"value",
                                                               "trend"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 10,
                        "Length of Wilder's average of the true range."),
        ParameterDefinition::Real(
            "multiplier", 3.0, 0.0, 100.0,
            "Distance of the bands from the middle, in average true ranges.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Supertrend(const ParameterSet& parameters)
      : range_(parameters.GetInteger("period")),
        multiplier_(parameters.GetReal("multiplier")) {}

  std::array<double, 2> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double middle = (bars.high()[i] + bars.low()[i]) / 2;
    const double width = multiplier_ * range_.Add(bars, i);
    if (std::isnan(width)) return kUndefinedOutputs<2>;
    if (trend_ == 0) {
      trend_ = close >= middle ? 1 : -1;
      upper_ = middle + width;
      lower_ = middle - width;
    } else {
      const double upper = middle + width, lower = middle - width;
      if (upper < upper_ || previous_close_ > upper_) upper_ = upper;
      if (lower > lower_ || previous_close_ < lower_) lower_ = lower;
      if (trend_ > 0 ? close < lower_ : close > upper_) trend_ = -trend_;
    }
    previous_close_ = close;
    return {trend_ > 0 ? lower_ : upper_, trend_};
  }

 private:
  AverageTrueRange range_;
  double multiplier_;
  /// 0 before the first bands.
  double trend_ = 0;
  double upper_ = 0;
  double lower_ = 0;
  double previous_close_ = 0;
};

}  // namespace admf
