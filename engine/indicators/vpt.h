#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// Volume price trend. See DefineIndicator.
class Vpt {
 public:
  static constexpr std::string_view kName = "vpt";
  static constexpr std::string_view kDescription =
      "Volume price trend: the sum over all bars of volume x (close / "
      "close before - 1), from 0 on (as PVT on TradingView).";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() { return {}; }
  static size_t WarmUp(const ParameterSet&) { return 0; }

  explicit Vpt(const ParameterSet&) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double before = first_ ? close : previous_close_;
    first_ = false;
    previous_close_ = close;
    sum_.Add(bars.volume()[i] * ((close - before) / before));
    return {sum_.terms().head};
  }

 private:
  CompensatedSum sum_;
  double previous_close_ = 0;
  bool first_ = true;
};

}  // namespace admf
