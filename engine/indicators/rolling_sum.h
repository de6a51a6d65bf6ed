#pragma once

#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_fold.h"

namespace admf {

/// The sum of the last `period` values. It has the rounding errors of adding
/// them up and none of earlier ones; zeros alone give exactly 0.
class RollingSum {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingSum(int64_t period) : fold_(period) {}

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    return fold_.Add(value) ? fold_.older() + fold_.newer() : kUndefined;
  }

 private:
  struct Fold {
    using Value = double;
    using State = double;
    static double Begin(double) { return 0; }
    static void Append(double newer, double* sum) { *sum += newer; }
    static void Prepend(double older, double* sum) { *sum += older; }
  };

  RollingFold<Fold> fold_;
};

}  // namespace admf
