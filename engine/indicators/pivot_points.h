#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/local_days.h"

namespace admf {

/// Pivot points of the day before. See DefineIndicator.
class PivotPoints {
 public:
  static constexpr std::string_view kName = "pivot_points";
  static constexpr std::string_view kDescription =
      "Floor pivots of a day, from high, low and close of the last day "
      "before it that has bars: pivot = (high + low + close) / 3, r1 = 2 "
      "x pivot - low, s1 = 2 x pivot - high, r2 = pivot + (high - low), "
      "s2 = pivot - (high - low), r3 = high + 2 x (pivot - low), s3 = low "
      "- 2 x (high - pivot) (the classic formula, as on StockCharts). "
      "Days are those of the timezone of the data; the values begin with "
      "the second one.";
  static constexpr std::array<std::string_view, 7> kOutputs = {
      "pivot", "r1", "r2", "r3", "s1", "s2", "s3"};

  static std::vector<ParameterDefinition> Parameters() { return {}; }
  static size_t WarmUp(const ParameterSet&) { return 1; }

  explicit PivotPoints(const ParameterSet&) {}

  std::array<double, 7> Update(const BarSeries& bars, size_t i) {
    const double high = bars.high()[i], low = bars.low()[i];
    const int64_t day = days_.Of(bars, i);
    if (first_ || day != day_) {
      if (!first_) levels_ = LevelsOfDay();
      first_ = false;
      day_ = day;
      high_ = high;
      low_ = low;
    }
    high_ = std::max(high_, high);
    low_ = std::min(low_, low);
    close_ = bars.close()[i];
    return levels_;
  }

 private:
  std::array<double, 7> LevelsOfDay() const {
    const double pivot = (high_ + low_ + close_) / 3;
    const double range = high_ - low_;
    return {pivot,
            2 * pivot - low_,
            pivot + range,
            high_ + 2 * (pivot - low_),
            2 * pivot - high_,
            pivot - range,
            low_ - 2 * (high_ - pivot)};
  }

  LocalDays days_;
  bool first_ = true;
  /// The newest day so far.
  int64_t day_ = 0;
  double high_ = 0;
  double low_ = 0;
  double close_ = 0;
  /// Of the day before it.
  std::array<double, 7> levels_ = kUndefinedOutputs<7>;
};

}  // namespace admf
