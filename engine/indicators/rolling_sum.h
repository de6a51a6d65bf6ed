#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_fold.h"

namespace admf {

/// Sums of the last `period` values of several sequences. They have the
/// rounding errors of adding them up and none of earlier values; zeros alone
/// give exactly 0.
template <size_t kCount>
class RollingSums {
 public:
  using Numbers = std::array<double, kCount>;

  /// 1 <= period <= kLongestPeriod.
  explicit RollingSums(int64_t period) : fold_(period) {}

  /// Takes the next value of each; kUndefined until there are `period` of them.
  Numbers Add(const Numbers& values) {
    if (!fold_.Add(values)) return kUndefinedOutputs<kCount>;
    Numbers sums = fold_.older();
    Fold::Append(fold_.newer(), &sums);
    return sums;
  }

 private:
  struct Fold {
    using Value = Numbers;
    using State = Numbers;
    static Numbers Begin(const Numbers&) { return {}; }
    static void Append(const Numbers& newer, Numbers* sums) {
      for (size_t k = 0; k < kCount; ++k) (*sums)[k] += newer[k];
    }
    static void Prepend(const Numbers& older, Numbers* sums) {
      Append(older, sums);
    }
  };

  RollingFold<Fold> fold_;
};

}  // namespace admf
