#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"
#include "engine/indicators/true_range.h"

namespace admf {

/// Average directional index. See DefineIndicator.
class Adx {
 public:
  static constexpr std::string_view kName = "adx";
  static constexpr std::string_view kDescription =
      "Average directional index, 0 to 100, with the directional "
      "indicators: plus_di = 100 x Wilder's average of the rises of the "
      "high / Wilder's average of the true range, minus_di likewise of "
      "the falls of the low, where of a rise and a fall at the same bar "
      "only the larger counts; adx = Wilder's average of 100 x |plus_di - "
      "minus_di| / (plus_di + minus_di) (J. Welles Wilder, New Concepts "
      "in Technical Trading Systems, 1978). Averages are seeded with the "
      "means of their first `period` values, as in the book; TA-Lib seeds "
      "with one value less, which differs in the first values. 0 where a "
      "divisor is 0.";
  static constexpr std::array<std::string_view, 3> kOutputs = {"adx", "plus_di",
                                                               "minus_di"};

  static std::vector<ParameterDefinition> Parameters() {
    return {
        PeriodParameter("period", 14, "Length of Wilder's averages, in bars.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return 2 * parameters.GetInteger("period") - 1;
  }

  explicit Adx(const ParameterSet& parameters)
      : range_(ExponentialAverage::Wilder(parameters.GetInteger("period"))),
        plus_(range_),
        minus_(range_),
        index_(range_) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double high = bars.high()[i], low = bars.low()[i];
    const double rise = high - previous_high_;
    const double fall = previous_low_ - low;
    previous_high_ = high;
    previous_low_ = low;
    const TrueBar bar = bars_.Add(bars, i);
    if (first_) {
      first_ = false;
      return kUndefinedOutputs<3>;
    }
    const double range = range_.Add(bar.range());
    const double plus = plus_.Add(rise > fall && rise > 0 ? rise : 0.0);
    const double minus = minus_.Add(fall > rise && fall > 0 ? fall : 0.0);
    if (std::isnan(range)) return kUndefinedOutputs<3>;
    const double sum = plus + minus;
    const double adx =
        index_.Add(sum == 0 ? 0.0 : 100.0 * (std::abs(plus - minus) / sum));
    if (std::isnan(adx)) return kUndefinedOutputs<3>;
    if (range == 0) return {adx, 0.0, 0.0};
    return {adx, 100.0 * (plus / range), 100.0 * (minus / range)};
  }

 private:
  TrueBars bars_;
  ExponentialAverage range_;
  ExponentialAverage plus_;
  ExponentialAverage minus_;
  ExponentialAverage index_;
  double previous_high_ = 0;
  double previous_low_ = 0;
  bool first_ = true;
};

}  // namespace admf
