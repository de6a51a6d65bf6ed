#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/relative_strength.h"
#include "engine/indicators/stochastic_lines.h"

namespace admf {

/// Stochastic oscillator of the relative strength index. See DefineIndicator.
class StochasticRsi {
 public:
  static constexpr std::string_view kName = "stochastic_rsi";
  static constexpr std::string_view kDescription =
      "Stochastic relative strength index, 0 to 100: where the relative "
      "strength index stands between its lowest and highest value of the "
      "last stochastic_period bars, smoothed into %K and %D as in "
      "stochastic (Tushar Chande and Stanley Kroll, The New Technical "
      "Trader, 1994; smoothing as on TradingView). 50 where highest and "
      "lowest are equal.";
  static constexpr std::array<std::string_view, 2> kOutputs = {"k", "d"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("rsi_period", 14,
                        "Length of the relative strength index, in changes."),
        PeriodParameter(
            "stochastic_period", 14,
            "Number of values of the index that it is compared with."),
        PeriodParameter("k_smoothing", 3,
                        "Length of the average that makes %K, in bars."),
        PeriodParameter("d_period", 3,
                        "Length of the average of %K that is %D, in bars.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("rsi_period") +
           parameters.GetInteger("stochastic_period") +
           parameters.GetInteger("k_smoothing") +
           parameters.GetInteger("d_period") - 3;
  }

  explicit StochasticRsi(const ParameterSet& parameters)
      : strength_(parameters.GetInteger("rsi_period")),
        lines_(parameters.GetInteger("stochastic_period"),
               parameters.GetInteger("k_smoothing"),
               parameters.GetInteger("d_period")) {}

  std::array<double, 2> Update(const BarSeries& bars, size_t i) {
    const double strength = strength_.Add(bars.close()[i]);
    if (std::isnan(strength)) return kUndefinedOutputs<2>;
    return lines_.Add(strength, strength, strength);
  }

 private:
  RelativeStrength strength_;
  StochasticLines lines_;
};

}  // namespace admf
