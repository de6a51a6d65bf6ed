#pragma once

#include <string>

#include "engine/execution/fill_model.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// Why FillModel::EntryUnits gives nothing for `funds` at `price`, for people:
/// "cash 12.50 does not pay for 1 unit at 806.19". Sizing is percent_equity or
/// fixed_units.
std::string WhyNotEntered(const FillModel& fill_model, const Sizing& sizing,
                          Side side, double funds, double price);

}  // namespace admf
