#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/compensated_sum.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// On-balance volume. See DefineIndicator.
class Obv {
 public:
  static constexpr std::string_view kName = "obv";
  static constexpr std::string_view kDescription =
      "On-balance volume: the sum of the volumes of all bars whose close "
      "is above the one before, less those of bars whose close is below "
      "(Joseph Granville, Granville's New Key to Stock Market Profits, "
      "1963). It begins at 0; TA-Lib begins with the first bar's volume.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() { return {}; }
  static size_t WarmUp(const ParameterSet&) { return 0; }

  explicit Obv(const ParameterSet&) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double change = first_ ? 0.0 : close - previous_close_;
    first_ = false;
    previous_close_ = close;
    // Without a branch on the sign: nobody could foresee it.
    sum_.Add(change == 0 ? 0.0 : std::copysign(bars.volume()[i], change));
    return {sum_.terms().head};
  }

 private:
  CompensatedSum sum_;
  double previous_close_ = 0;
  bool first_ = true;
};

}  // namespace admf
