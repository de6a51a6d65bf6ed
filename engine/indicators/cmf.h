#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/bar_measures.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_sum.h"

namespace admf {

/// Chaikin money flow. See DefineIndicator.
class Cmf {
 public:
  static constexpr std::string_view kName = "cmf";
  static constexpr std::string_view kDescription =
      "Chaikin money flow, -1 to 1: the sum over the last `period` bars "
      "of volume x ((close - low) - (high - close)) / (high - low), "
      "divided by the sum of their volumes (Marc Chaikin). 0 where "
      "nothing was traded.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 20, "Number of bars in the sums.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Cmf(const ParameterSet& parameters)
      : sums_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double traded = bars.volume()[i];
    const auto [flow, volume] =
        sums_.Add({traded * CloseLocation(bars, i), traded});
    return {volume == 0 ? 0.0 : flow / volume};
  }

 private:
  /// Of flows and of volumes.
  RollingSums<2> sums_;
};

}  // namespace admf
