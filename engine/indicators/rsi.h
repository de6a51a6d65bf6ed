#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/relative_strength.h"

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
      : strength_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {strength_.Add(bars.close()[i])};
  }

 private:
  RelativeStrength strength_;
};

}  // namespace admf
