#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_sum.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Vortex indicator. See DefineIndicator.
class Vortex {
 public:
  static constexpr std::string_view kName = "vortex";
  static constexpr std::string_view kDescription =
      "Vortex indicator: plus = the sum over the last `period` bars of "
      "|high - low of the bar before| / the sum of the true range, minus "
      "= the sum of |low - high of the bar before| / the same (Etienne "
      "Botes and Douglas Siepman, The Vortex Indicator, Stocks & "
      "Commodities 28:1, 2010). 0 where there was no range.";
  static constexpr std::array<std::string_view, 2> kOutputs = {"plus", "minus"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 14, "Number of bars in the sums.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Vortex(const ParameterSet& parameters)
      : sums_(parameters.GetInteger("period")) {}

  std::array<double, 2> Update(const BarSeries& bars, size_t i) {
    const double high = bars.high()[i], low = bars.low()[i];
    const double up = std::abs(high - previous_low_);
    const double down = std::abs(low - previous_high_);
    previous_high_ = high;
    previous_low_ = low;
    const TrueBar bar = bars_.Add(bars, i);
    if (first_) {
      first_ = false;
      return kUndefinedOutputs<2>;
    }
    const auto [range, plus, minus] = sums_.Add({bar.range(), up, down});
    if (range == 0) return {0.0, 0.0};
    return {plus / range, minus / range};
  }

 private:
  TrueBars bars_;
  /// Of true ranges and of both movements.
  RollingSums<3> sums_;
  double previous_high_ = 0;
  double previous_low_ = 0;
  bool first_ = true;
};

}  // namespace admf
