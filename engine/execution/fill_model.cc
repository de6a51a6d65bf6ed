#include "engine/execution/fill_model.h"

#include <cmath>

namespace admf {
namespace {

double SlippageRate(const Slippage& slippage) {
  return slippage.type == Slippage::Type::kPercent ? slippage.rate : 0;
}

}  // namespace

FillModel::FillModel(const SimulationSettings& settings)
    : commission_(settings.commission),
      sizing_(settings.sizing),
      whole_units_(settings.units == Units::kWhole),
      buy_factor_(1 + SlippageRate(settings.slippage)),
      sell_factor_(1 - SlippageRate(settings.slippage)) {}

double FillModel::SmallestEntry() const {
  if (sizing_.type == Sizing::Type::kFixedUnits) {
    return whole_units_ ? std::floor(sizing_.units) : sizing_.units;
  }
  return whole_units_ ? 1 : 0;
}

}  // namespace admf
