#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"

// Strategies on the close and an indicator whose outputs are an upper band, a
// middle and a lower band. They have the indicator's parameters.

namespace admf {

namespace internal {

/// What happens where; `band` is "Bollinger band".
std::string DescribeBandReversion(const std::string& band);
std::string DescribeBandBreakout(const std::string& band);

std::unique_ptr<Strategy> CreateBandReversion(IndicatorSpec bands);
std::unique_ptr<Strategy> CreateBandBreakout(IndicatorSpec bands);

template <typename Bands>
IndicatorSpec BandsWith(const ParameterSet& parameters) {
  return {
      .name = std::string(Bands::kName),
      .parameters = {parameters.values().begin(), parameters.values().end()}};
}

}  // namespace internal

/// Against closes outside the bands: see ReversionFollower. Exit at the middle.
/// `Bands` is the class of the indicator; `band` names one in descriptions.
template <typename Bands>
StrategyDefinition BandReversion(std::string name, const std::string& band) {
  return {
      .name = std::move(name),
      .description = internal::DescribeBandReversion(band),
      .parameters = Bands::Parameters(),
      .create =
          [](const ParameterSet& parameters) {
            return internal::CreateBandReversion(
                internal::BandsWith<Bands>(parameters));
          },
      .check = nullptr,
  };
}

/// With closes outside the bands: see BreakoutFollower. Exit at the middle.
template <typename Bands>
StrategyDefinition BandBreakout(std::string name, const std::string& band) {
  return {
      .name = std::move(name),
      .description = internal::DescribeBandBreakout(band),
      .parameters = Bands::Parameters(),
      .create =
          [](const ParameterSet& parameters) {
            return internal::CreateBandBreakout(
                internal::BandsWith<Bands>(parameters));
          },
      .check = nullptr,
  };
}

}  // namespace admf
