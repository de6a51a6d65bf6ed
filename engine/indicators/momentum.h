#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_lag.h"

namespace admf {

/// Momentum of the closes. See DefineIndicator.
class Momentum {
 public:
  static constexpr std::string_view kName = "momentum";
  static constexpr std::string_view kDescription =
      "Momentum: close - close `period` bars ago, in units of the price, "
      "as in TA-Lib.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 10, "Number of bars to look back.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Momentum(const ParameterSet& parameters)
      : past_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    return {Change(close, past_.Add(close))};
  }

  void UpdateRange(const BarSeries& bars, size_t begin, size_t end,
                   const std::array<double*, 1>& columns) {
    const auto close = bars.close().subspan(begin, end - begin);
    past_.AddAll(close, columns[0]);
    for (size_t i = 0; i < close.size(); ++i) {
      columns[0][i] = Change(close[i], columns[0][i]);
    }
  }

 private:
  static double Change(double value, double past) { return value - past; }

  RollingLag past_;
};

}  // namespace admf
