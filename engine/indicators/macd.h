#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/conventions.h"
#include "engine/indicators/exponential_average.h"

namespace admf {

/// Moving average convergence/divergence of the closes. See DefineIndicator.
class Macd {
 public:
  static constexpr std::string_view kName = "macd";
  static constexpr std::string_view kDescription =
      "Moving average convergence/divergence: macd = ema(fast_period) - "
      "ema(slow_period), signal = exponential moving average of macd over "
      "signal_period, histogram = macd - signal (Gerald Appel, Technical "
      "Analysis: Power Tools for Active Investors, 2005). Each average is "
      "seeded with the mean of its own first values, as in ema; TA-Lib seeds "
      "the fast one later, which differs in the first values.";
  static constexpr std::array<std::string_view, 3> kOutputs = {"macd", "signal",
                                                               "histogram"};

  static std::vector<ParameterDefinition> Parameters() {
    return {PeriodParameter("fast_period", 12,
                            "Length of the fast exponential average."),
            PeriodParameter("slow_period", 26,
                            "Length of the slow exponential average."),
            PeriodParameter("signal_period", 9,
                            "Length of the exponential average of macd.")};
  }
  static size_t WarmUp(const ParameterSet& parameters) {
    return std::max(parameters.GetInteger("fast_period"),
                    parameters.GetInteger("slow_period")) +
           parameters.GetInteger("signal_period") - 2;
  }

  explicit Macd(const ParameterSet& parameters)
      : fast_(
            ExponentialAverage::Standard(parameters.GetInteger("fast_period"))),
        slow_(
            ExponentialAverage::Standard(parameters.GetInteger("slow_period"))),
        signal_(ExponentialAverage::Standard(
            parameters.GetInteger("signal_period"))) {}

  std::array<double, 3> Update(const BarSeries& bars, size_t i) {
    const double close = bars.close()[i];
    const double fast = fast_.Add(close);
    const double macd = fast - slow_.Add(close);
    if (std::isnan(macd)) return kUndefinedOutputs<3>;
    const double signal = signal_.Add(macd);
    if (std::isnan(signal)) return kUndefinedOutputs<3>;
    return {macd, signal, macd - signal};
  }

 private:
  ExponentialAverage fast_;
  ExponentialAverage slow_;
  ExponentialAverage signal_;
};

}  // namespace admf
