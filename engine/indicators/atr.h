#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Average true range. See DefineIndicator.
class Atr {
 public:
  static constexpr std::string_view kName = "atr";
  static constexpr std::string_view kDescription =
      "Average true range: Wilder's average of the true range, which is max("
      "high, previous close) - min(low, previous close), seeded with the mean "
      "of the first `period` of them (J. Welles Wilder, New Concepts in "
      "Technical Trading Systems, 1978). The first bar has no previous close, "
      "its true range is high - low and counts, as on StockCharts and "
      "TradingView; TA-Lib begins one bar later.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 14, "Length of Wilder's average, in bars.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Atr(const ParameterSet& parameters)
      : average_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {average_.Add(bars, i)};
  }

 private:
  AverageTrueRange average_;
};

}  // namespace admf
