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

/// Money flow index. See DefineIndicator.
class Mfi {
 public:
  static constexpr std::string_view kName = "mfi";
  static constexpr std::string_view kDescription =
      "Money flow index, 0 to 100: 100 x rising / (rising + falling), the "
      "sums over the last `period` bars of typical price x volume at "
      "bars where the typical price rose, and where it fell; the typical "
      "price is (high + low + close) / 3 (Gene Quong and Avrum Soudack, "
      "Volume-Weighted RSI: Money Flow, Stocks & Commodities 7:3, 1989). "
      "50 where both are 0.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 14, "Number of changes in the sums.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Mfi(const ParameterSet& parameters)
      : sums_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double price = TypicalPrice(bars, i);
    const double change = price - previous_;
    previous_ = price;
    if (first_) {
      first_ = false;
      return {kUndefined};
    }
    const double flow = price * bars.volume()[i];
    const auto [rising, falling] =
        sums_.Add({change > 0 ? flow : 0.0, change < 0 ? flow : 0.0});
    // While warming up both are NaN, and so is the quotient.
    const double sum = rising + falling;
    return {sum == 0 ? 50.0 : 100.0 * (rising / sum)};
  }

 private:
  /// Of rising and of falling flows.
  RollingSums<2> sums_;
  double previous_ = 0;
  bool first_ = true;
};

}  // namespace admf
