#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// Parabolic stop and reverse. See DefineIndicator.
class ParabolicSar {
 public:
  static constexpr std::string_view kName = "parabolic_sar";
  static constexpr std::string_view kDescription =
      "Parabolic stop and reverse: a stop that moves by acceleration x "
      "(extreme price since the reversal - stop) per bar, but never "
      "beyond the last two bars; the acceleration begins at "
      "acceleration_step and grows by it at every new extreme up to "
      "acceleration_maximum. When a bar goes through the stop, the side "
      "changes and the stop begins at the extreme price (J. Welles "
      "Wilder, New Concepts in Technical Trading Systems, 1978). trend is "
      "1 while the stop is below the prices, -1 while it is above them. "
      "The first side is that of the larger directional move of the "
      "second bar, as in TA-Lib. A bar that only touches the stop does "
      "not reverse it.";
  static constexpr std::array<std::string_view, 2> kOutputs = {"value",
                                                               "trend"};

  static std::vector<ParameterDefinition> Parameters() {
    return {ParameterDefinition::Real("acceleration_step", 0.02, 0.0, 1.0,
                                      "Acceleration at the beginning, and what "
                                      "a new extreme adds to it."),
            ParameterDefinition::Real("acceleration_maximum", 0.2, 0.0, 1.0,
                                      "The highest acceleration.")};
  }
  static size_t WarmUp(const ParameterSet&) { return 1; }

  explicit ParabolicSar(const ParameterSet& parameters)
      : step_(parameters.GetReal("acceleration_step")),
        maximum_(parameters.GetReal("acceleration_maximum")) {}

  std::array<double, 2> Update(const BarSeries& bars, size_t i) {
    const Range before = previous_;
    const Range bar = {bars.high()[i], bars.low()[i]};
    previous_ = bar;
    if (count_ < 2 && ++count_ == 1) return kUndefinedOutputs<2>;
    if (side_ == 0) Start(before, bar);
    if (Near(bar) < stop_) {
      side_ = -side_;
      stop_ = std::min({-extreme_, Near(before), Near(bar)});
      Follow(bar);
    }
    const double value = side_ * stop_;
    if (Far(bar) > extreme_) {
      extreme_ = Far(bar);
      acceleration_ = std::min(acceleration_ + step_, maximum_);
    }
    stop_ = std::min(
        {stop_ + acceleration_ * (extreme_ - stop_), Near(before), Near(bar)});
    return {value, side_};
  }

 private:
  struct Range {
    double high;
    double low;
  };

  // Everything is as on the long side; on the short side prices are negated.

  /// The end of a bar that the stop is at.
  double Near(const Range& bar) const {
    return side_ > 0 ? bar.low : -bar.high;
  }
  double Far(const Range& bar) const { return side_ > 0 ? bar.high : -bar.low; }

  void Start(const Range& before, const Range& bar) {
    const double rise = bar.high - before.high;
    const double fall = before.low - bar.low;
    side_ = fall > 0 && fall > rise ? -1 : 1;
    stop_ = Near(before);
    Follow(bar);
  }

  /// Begins with the extreme price of one bar.
  void Follow(const Range& bar) {
    extreme_ = Far(bar);
    acceleration_ = std::min(step_, maximum_);
  }

  double step_;
  double maximum_;
  int count_ = 0;
  Range previous_ = {};
  /// 1 long, -1 short, 0 before the first stop.
  double side_ = 0;
  /// At the next bar.
  double stop_ = 0;
  double extreme_ = 0;
  double acceleration_ = 0;
};

}  // namespace admf
