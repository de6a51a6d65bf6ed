#pragma once

#include <string_view>

#include "engine/indicators/close_change.h"

namespace admf {

/// Momentum of the closes. See CloseChange.
class Momentum : public CloseChange<Momentum> {
 public:
  static constexpr std::string_view kName = "momentum";
  static constexpr std::string_view kDescription =
      "Momentum: close - close `period` bars ago, in units of the price, "
      "as in TA-Lib.";

  using CloseChange::CloseChange;

  static double Change(double close, double past) { return close - past; }
};

}  // namespace admf
