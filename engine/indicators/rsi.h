#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// Relative strength index of the closes. See DefineIndicator.
class Rsi {
 public:
  static constexpr std::string_view kName = "rsi";
  static constexpr std::string_view kDescription =
      "Relative strength index, 0 to 100: 100 x gain / (gain + loss), where "
      "gain and loss are Wilder's averages of the rises and falls of the "
      "close, seeded with the means of the first `period` changes (J. Welles "
      "Wilder, New Concepts in Technical Trading Systems, 1978). 100 if there "
      "were no losses, 50 if there was no change at all.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 14,
                            "Length of Wilder's averages, in changes.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Rsi(const ParameterSet& parameters)
      : gain_(ExponentialAverage::Wilder(parameters.GetInteger("period"))),
        loss_(gain_) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double change = close - previous_close_;
    previous_close_ = close;
    if (first_) {
      first_ = false;
      return {kUndefined};
    }
    const double rise = std::max(change, 0.0);
    const double gain = gain_.Add(rise);
    const double loss = loss_.Add(rise - change);
    // While warming up both are NaN, and so is the quotient.
    const double sum = gain + loss;
    return {sum == 0 ? 50.0 : 100.0 * (gain / sum)};
  }

 private:
  ExponentialAverage gain_;
  ExponentialAverage loss_;
  double previous_close_ = 0;
  bool first_ = true;
};

}  // namespace admf
