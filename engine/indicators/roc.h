#pragma once

#include <string_view>

#include "engine/indicators/close_change.h"

namespace admf {

/// Rate of change of the closes. See CloseChange.
class Roc : public CloseChange<Roc> {
 public:
  static constexpr std::string_view kName = "roc";
  static constexpr std::string_view kDescription =
      "Rate of change in percent: 100 x (close / close `period` bars ago "
      "- 1), as in TA-Lib.";

  using CloseChange::CloseChange;

  static double Change(double close, double past) {
    return 100.0 * ((close - past) / past);
  }
};

}  // namespace admf
