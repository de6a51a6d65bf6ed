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

/// What indicators have in common that compare the close with the one of
/// `period` bars ago. `Indicator` says how:
///
///   static double Change(double close, double past);
///
/// See DefineIndicator.
template <typename Indicator>
class CloseChange {
 public:
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("period", 10, "Number of bars to look back.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit CloseChange(const ParameterSet& parameters)
      : past_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    return {Indicator::Change(close, past_.Add(close))};
  }

  void UpdateRange(const BarSeries& bars, size_t begin, size_t end,
                   const std::array<double*, 1>& columns) {
    const auto close = bars.close().subspan(begin, end - begin);
    past_.AddAll(close, columns[0]);
    for (size_t i = 0; i < close.size(); ++i) {
      columns[0][i] = Indicator::Change(close[i], columns[0][i]);
    }
  }

 private:
  RollingLag past_;
};

}  // namespace admf
