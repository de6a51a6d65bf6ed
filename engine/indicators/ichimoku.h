#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_extreme.h"
#include "engine/indicators/rolling_lag.h"

namespace admf {

/// Ichimoku cloud. See DefineIndicator.
class Ichimoku {
 public:
  static constexpr std::string_view kName = "ichimoku";
  static constexpr std::string_view kDescription =
      "Ichimoku cloud: conversion, base and span_b are the middles "
      "between the highest high and the lowest low of the last so many "
      "bars, span_a is the middle between conversion and base; both spans "
      "are those of `displacement` bars ago, where a chart draws them at "
      "this bar (Goichi Hosoda, 1969). The lagging line is the close "
      "itself, drawn in the past, and no output.";
  static constexpr std::array<std::string_view, 4> kOutputs = {
      "conversion", "base", "span_a", "span_b"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("conversion_period", 9,
                        "Number of bars of the conversion line."),
        PeriodParameter("base_period", 26, "Number of bars of the base line."),
        PeriodParameter("span_b_period", 52,
                        "Number of bars of the second span."),
        PeriodParameter("displacement", 26,
                        "Number of bars that the spans are moved forward.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return std::max({parameters.GetInteger("conversion_period"),
                     parameters.GetInteger("base_period"),
                     parameters.GetInteger("span_b_period")}) -
           1 + parameters.GetInteger("displacement");
  }

  explicit Ichimoku(const ParameterSet& parameters)
      : conversion_(parameters.GetInteger("conversion_period")),
        base_(parameters.GetInteger("base_period")),
        span_b_(parameters.GetInteger("span_b_period")),
        delayed_a_(parameters.GetInteger("displacement")),
        delayed_b_(parameters.GetInteger("displacement")) {}

  std::array<double, 4> Update(const BarSeries& bars, size_t i) {
    const double high = bars.high()[i], low = bars.low()[i];
    const double conversion = conversion_.Add(high, low);
    const double base = base_.Add(high, low);
    const double span_a = delayed_a_.Add((conversion + base) / 2);
    const double span_b = delayed_b_.Add(span_b_.Add(high, low));
    if (std::isnan(span_a) || std::isnan(span_b)) return kUndefinedOutputs<4>;
    return {conversion, base, span_a, span_b};
  }

 private:
  class Middle {
   public:
    explicit Middle(int64_t period) : highest_(period), lowest_(period) {}

    double Add(double high, double low) {
      return (highest_.Add(high) + lowest_.Add(low)) / 2;
    }

   private:
    RollingHighest highest_;
    RollingLowest lowest_;
  };

  Middle conversion_;
  Middle base_;
  Middle span_b_;
  RollingLag delayed_a_;
  RollingLag delayed_b_;
};

}  // namespace admf
