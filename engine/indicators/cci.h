#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/bar_measures.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_mean.h"

namespace admf {

/// Commodity channel index. See DefineIndicator.
class Cci {
 public:
  static constexpr std::string_view kName = "cci";
  static constexpr std::string_view kDescription =
      "Commodity channel index: (typical price - its mean) / (0.015 x "
      "mean distance from that mean), over the last `period` bars; the "
      "typical price is (high + low + close) / 3 (Donald Lambert, "
      "Commodity Channel Index, Commodities, October 1980). 0 where all "
      "typical prices are equal. Takes time in proportion to the period.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};

  static std::vector<ParameterDefinition> Parameters() {
    return {ParameterDefinition::Integer("period", 20, 1, 10'000,
                                         "Number of bars in the mean.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return parameters.GetInteger("period") - 1;
  }

  explicit Cci(const ParameterSet& parameters)
      : mean_(parameters.GetInteger("period")),
        window_(parameters.GetInteger("period")) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    const double price = TypicalPrice(bars, i);
    window_[next_] = price;
    if (++next_ == window_.size()) next_ = 0;
    const double mean = mean_.Add(price);
    if (std::isnan(mean)) return {kUndefined};
    const double distance =
        SumOfDistances(mean) / static_cast<double>(window_.size());
    return {distance == 0 ? 0.0 : (price - mean) / (0.015 * distance)};
  }

 private:
  /// In four lanes, because each addition would wait for the one before.
  double SumOfDistances(double mean) const {
    constexpr size_t kLanes = 4;
    std::array<double, kLanes> sums = {};
    const size_t whole = window_.size() - window_.size() % kLanes;
    for (size_t i = 0; i < whole; i += kLanes) {
      for (size_t lane = 0; lane < kLanes; ++lane) {
        sums[lane] += std::abs(window_[i + lane] - mean);
      }
    }
    for (size_t i = whole; i < window_.size(); ++i) {
      sums[i - whole] += std::abs(window_[i] - mean);
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }

  RollingMean mean_;
  /// The last typical prices, in a circle.
  std::vector<double> window_;
  size_t next_ = 0;
};

}  // namespace admf
