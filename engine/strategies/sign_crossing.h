#pragma once

#include <bit>
#include <cstdint>

#include "engine/columns/columns.h"

namespace admf {

/// Says when a difference changes its sign: the one definition of "crosses" of
/// all strategies.
///
/// There is a crossing at the first bar where the sign is another one than the
/// last sign before it. A difference of zero has no sign, so a crossing that
/// takes several bars of equality isn't missed, and touching isn't crossing.
/// NaN (an indicator that warms up) has none either; the first sign of all is
/// no crossing.
class SignCrossing {
 public:
  /// Takes the next difference. The new sign, 1 or -1, at a crossing; else 0.
  int Update(double difference) {
    if (sign_ == 0) {
      sign_ = static_cast<double>(difference > 0) -
              static_cast<double>(difference < 0);
      return 0;
    }
    if (!(difference * sign_ < 0)) return 0;
    sign_ = -sign_;
    return static_cast<int>(sign_);
  }

  /// As Update for each of up to 64 differences, of which these are the signs:
  /// calls on_crossing(int index, int sign) at every crossing, in order. What
  /// lies between two crossings costs nothing.
  template <typename OnCrossing>
  void UpdateAll(SignBits signs, OnCrossing on_crossing) {
    if (sign_ == 0) {
      const uint64_t any = signs.positive | signs.negative;
      if (any == 0) return;
      sign_ = (signs.positive & LowestBit(any)) != 0 ? 1 : -1;
    }
    // Of the sign that would be a crossing, and not before the last one.
    while (uint64_t next = sign_ > 0 ? signs.negative : signs.positive) {
      const uint64_t from_next = ~(LowestBit(next) - 1);
      signs.positive &= from_next;
      signs.negative &= from_next;
      sign_ = -sign_;
      on_crossing(std::countr_zero(next), static_cast<int>(sign_));
    }
  }

  /// The last sign, 1 or -1; 0 before the first one. Only a difference of
  /// another sign changes anything.
  int sign() const { return static_cast<int>(sign_); }

 private:
  static uint64_t LowestBit(uint64_t bits) { return bits & (~bits + 1); }

  /// The last sign; 0 before the first one. A number to multiply with: one
  /// comparison per bar.
  double sign_ = 0;
};

}  // namespace admf
