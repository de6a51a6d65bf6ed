#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/bar_measures.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/local_days.h"
#include "engine/indicators/weighted_mean.h"

namespace admf {

/// Volume-weighted average price. See DefineIndicator.
class Vwap {
 public:
  static constexpr std::string_view kName = "vwap";
  static constexpr std::string_view kDescription =
      "Volume-weighted average price: the sum of typical price x volume "
      "divided by the sum of the volumes, where the typical price is "
      "(high + low + close) / 3. With period 0 it is summed up since the "
      "beginning of the day in the timezone of the data, with another one "
      "over the last `period` bars. The newest typical price where "
      "nothing was traded.";
  static constexpr std::array<std::string_view, 1> kOutputs = {"value"};
  static constexpr bool kNeedsVolume = true;

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter(
        "period", 0, "Number of bars; 0: since the beginning of the day.", 0)};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return std::max<int64_t>(parameters.GetInteger("period") - 1, 0);
  }

  explicit Vwap(const ParameterSet& parameters)
      : by_day_(parameters.GetInteger("period") == 0),
        rolling_(std::max<int64_t>(parameters.GetInteger("period"), 1)) {}

  std::array<double, 1> Update(const BarSeries& bars, size_t i) {
    return {by_day_ ? of_day_.Add(bars, i) : rolling_.Add(bars, i)};
  }

  void UpdateRange(const BarSeries& bars, size_t begin, size_t end,
                   const std::array<double*, 1>& columns) {
    // Each in a loop of its own, with nothing but its own state in registers.
    const auto update = [&](auto* mean) {
      auto state = std::move(*mean);
      for (size_t i = begin; i < end; ++i) {
        columns[0][i - begin] = state.Add(bars, i);
      }
      *mean = std::move(state);
    };
    by_day_ ? update(&of_day_) : update(&rolling_);
  }

 private:
  class OfDay {
   public:
    double Add(const BarSeries& bars, size_t i) {
      const double price = TypicalPrice(bars, i);
      const int64_t day = days_.Of(bars, i);
      if (first_ || day != day_) mean_ = WeightedMean(price);
      first_ = false;
      day_ = day;
      mean_.Add(price, bars.volume()[i]);
      return mean_.Value(price);
    }

   private:
    LocalDays days_;
    bool first_ = true;
    int64_t day_ = 0;
    WeightedMean mean_;
  };

  class Rolling {
   public:
    explicit Rolling(int64_t period) : mean_(period) {}

    double Add(const BarSeries& bars, size_t i) {
      return mean_.Add(TypicalPrice(bars, i), bars.volume()[i]);
    }

   private:
    RollingWeightedMean mean_;
  };

  bool by_day_;
  OfDay of_day_;
  Rolling rolling_;
};

}  // namespace admf
