#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_sum.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Ultimate oscillator. See DefineIndicator.
class UltimateOscillator {
 public:
  static constexpr std::string_view kName = "ultimate_oscillator";
  static constexpr std::string_view kDescription =
      "Ultimate oscillator, 0 to 100: 100 x (4 x short + 2 x medium + "
      "long) / 7, where each of the three is the sum of close - true low "
      "divided by the sum of the true range, over the period of that "
      "name; true low and true range take the close before into account "
      "(Larry Williams, The Ultimate Oscillator, Stocks & Commodities "
      "3:4, 1985). A quotient is 0.5 where there was no range.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("short_period", 7, "Number of bars that count most."),
        PeriodParameter("medium_period", 14,
                        "Number of bars that count half as much."),
        PeriodParameter("long_period", 28, "Number of bars that count least.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return std::max({parameters.GetInteger("short_period"),
                     parameters.GetInteger("medium_period"),
                     parameters.GetInteger("long_period")});
  }

  explicit UltimateOscillator(const ParameterSet& parameters)
      : short_(parameters.GetInteger("short_period")),
        medium_(parameters.GetInteger("medium_period")),
        long_(parameters.GetInteger("long_period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const TrueBar bar = bars_.Add(bars, i);
    if (first_) {
      first_ = false;
      return {kUndefined};
    }
    const double pressure = bars.close()[i] - bar.low;
    const double shorter = short_.Add(pressure, bar.range());
    const double medium = medium_.Add(pressure, bar.range());
    const double longer = long_.Add(pressure, bar.range());
    return {100.0 * ((4 * shorter + 2 * medium + longer) / 7)};
  }

 private:
  /// Sum of pressures / sum of ranges.
  class Quotient {
   public:
    explicit Quotient(int64_t period) : sums_(period) {}

    double Add(double pressure, double range) {
      const auto [pressures, ranges] = sums_.Add({pressure, range});
      return ranges == 0 ? 0.5 : pressures / ranges;
    }

   private:
    RollingSums<2> sums_;
  };

  TrueBars bars_;
  bool first_ = true;
  Quotient short_;
  Quotient medium_;
  Quotient long_;
};

}  // namespace admf
