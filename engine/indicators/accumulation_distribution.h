#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/bar_measures.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// Accumulation/distribution line. See DefineIndicator.
class AccumulationDistribution {
 public:
  static constexpr std::string_view kName = "accumulation_distribution";
  static constexpr std::string_view kDescription =
      "Accumulation/distribution line: the sum over all bars of volume x "
      "((close - low) - (high - close)) / (high - low), a bar without a "
      "range adding nothing (Marc Chaikin; as AD in TA-Lib).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() { return {}; }
  static size_t WarmUp(const ParameterSet&) { return 0; }

  explicit AccumulationDistribution(const ParameterSet&) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    sum_.Add(bars.volume()[i] * CloseLocation(bars, i));
    return {sum_.terms().head};
  }

 private:
  CompensatedSum sum_;
};

}  // namespace admf
