#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_extreme.h"

namespace admf {

/// Aroon. See DefineIndicator.
class Aroon {
 public:
  static constexpr std::string_view kName = "aroon";
  static constexpr std::string_view kDescription =
      "Aroon, 0 to 100: up = 100 x (period - bars since the highest high) "
      "/ period over the last period + 1 bars, down likewise since the "
      "lowest low, oscillator = up - down; of equal extremes the newest "
      "one counts (Tushar Chande, A Time Price Oscillator, Stocks & "
      "Commodities 13:9, 1995).";
  static constexpr std::array<std::string_view, 3> kOutputs = {"up", "down",
                                                               "oscillator"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 25, "Number of bars to look back.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Aroon(const ParameterSet& parameters)
      : high_(parameters.GetInteger("period") + 1),
        low_(parameters.GetInteger("period") + 1),
        period_(static_cast<double>(parameters.GetInteger("period"))) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double up = 100.0 * ((period_ - high_.Add(bars.high()[i])) / period_);
    const double down = 100.0 * ((period_ - low_.Add(bars.low()[i])) / period_);
    return {up, down, up - down};
  }

 private:
  RollingHighestAge high_;
  RollingLowestAge low_;
  double period_;
};

}  // namespace admf
