#pragma once

#include <memory>
#include <string>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"

// Strategies on the close and an indicator whose outputs are an upper band, a
// middle and a lower band. What they are called, and with which parameters, is
// up to the strategies of the catalogue.

namespace admf {

/// What happens where, for descriptions; `band` is "Bollinger band".
std::string DescribeBandReversion(const std::string& band);
std::string DescribeBandBreakout(const std::string& band);

/// Against closes outside the bands: see ReversionFollower. Exit at the middle.
std::unique_ptr<Strategy> CreateBandReversion(IndicatorSpec bands);

/// With closes outside the bands: see BreakoutFollower. Exit at the middle.
std::unique_ptr<Strategy> CreateBandBreakout(IndicatorSpec bands);

}  // namespace admf
