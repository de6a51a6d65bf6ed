#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/series_input.h"
#include "engine/strategies/sign_crossing.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Long where one series crosses above another one, short where it crosses
/// below; see SignCrossing. What all crossover strategies are.
class CrossoverStrategy final : public Strategy {
 public:
  /// Long where `fast` crosses above `slow`, both among `indicators`.
  CrossoverStrategy(std::vector<IndicatorSpec> indicators, SeriesInput fast,
                    SeriesInput slow);

  std::vector<IndicatorSpec> Indicators() const override;
  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override;

 private:
  const std::vector<IndicatorSpec> indicators_;
  SeriesInput fast_;
  SeriesInput slow_;
  SignCrossing crossing_;
};

}  // namespace admf
