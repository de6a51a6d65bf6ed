#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_deviation.h"

namespace admf {

/// Volatility of the closes. See DefineIndicator.
class Volatility {
 public:
  static constexpr std::string_view kName = "volatility";
  static constexpr std::string_view kDescription =
      "Volatility: the sample standard deviation of the last `period` "
      "logarithmic returns ln(close / close before), times "
      "sqrt(periods_per_year) (historical volatility as in John Hull, "
      "Options, Futures, and Other Derivatives). A fraction, not percent.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 20, "Number of returns.", 2),
        ParameterDefinition::Real("periods_per_year", 252.0, 1.0, 1e8,
                                  "Bars in a year: 252 for daily bars of "
                                  "stocks; 1 leaves the volatility per bar.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period");
  }

  explicit Volatility(const ParameterSet& parameters)
      : deviation_(parameters.GetInteger("period")),
        scale_(ScaleOf(static_cast<double>(parameters.GetInteger("period")),
                       parameters.GetReal("periods_per_year"))) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double quotient = close / previous_close_;
    previous_close_ = close;
    if (first_) {
      first_ = false;
      return {kUndefined};
    }
    return {scale_ * deviation_.Add(std::log(quotient))};
  }

 private:
  /// From a population to a sample, and from bars to a year.
  static double ScaleOf(double period, double periods_per_year) {
    return std::sqrt(period / (period - 1) * periods_per_year);
  }

  RollingDeviation deviation_;
  double scale_;
  double previous_close_ = 1;
  bool first_ = true;
};

}  // namespace admf
