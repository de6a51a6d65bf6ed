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

/// Stochastic oscillator. See DefineIndicator.
class Stochastic {
 public:
  static constexpr std::string_view kName = "stochastic";
  static constexpr std::string_view kDescription =
      "Stochastic oscillator, 0 to 100: %K is the simple moving average "
      "over k_smoothing bars of 100 x (close - lowest low) / (highest "
      "high - lowest low), both of the last k_period bars, and %D that of "
      "%K over d_period bars (George Lane, Lane's Stochastics, Stocks & "
      "Commodities 2:3, 1984). k_smoothing 3 makes it the slow "
      "stochastic, 1 the fast one. 50 where highest and lowest are equal.";
  static constexpr std::array<std::string_view, 2> kOutputs = {"k", "d"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("k_period", 14,
                        "Number of bars of the highest high and lowest low."),
        PeriodParameter("k_smoothing", 3,
                        "Length of the average that makes %K, in bars."),
        PeriodParameter("d_period", 3,
                        "Length of the average of %K that is %D, in bars.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("k_period") +
           parameters.GetInteger("k_smoothing") +
           parameters.GetInteger("d_period") - 3;
  }

  explicit Stochastic(const ParameterSet& parameters)
      : lines_(parameters.GetInteger("k_period"),
               parameters.GetInteger("k_smoothing"),
               parameters.GetInteger("d_period")) {}

  std::array<double, 2> Update(const BarSeries& bars, size_t i) {
    return lines_.Add(bars.high()[i], bars.low()[i], bars.close()[i]);
  }

 private:
  StochasticLines lines_;
};

}  // namespace admf
