#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "engine/indicators/value_range.h"

namespace admf {

/// How RollingMean::AddAll splits values so that sums of them are whole
/// numbers. Positive values within some factor of each other are all multiples
/// of `unit`, the last place of the smallest one. Each one is cut into a
/// multiple of the coarse grid, 2^27 units, and a rest of at most 2^26 units.
/// Sums of either part stay below 2^51 steps of their grid, so they are exact,
/// in whatever order.
///
/// A grid is given by the number that rounds to it: 1.5 x 2^52 steps. Added to
/// a smaller number, it leaves the nearest multiple of the step in the last
/// bits; as an integer, those bits count the steps.
struct WindowGrids {
  double coarse;
  double fine;
  /// For quotients: steps of `unit` / (2 x period) or a little less.
  double quotient;

  /// Nothing if values are too far apart, or so many that the tail of a
  /// CompensatedSum might have lost something. `period` of RollingMean; `added`
  /// is the number of values in the sum's history, `range` their range.
  static std::optional<WindowGrids> For(ValueRange range, int64_t period,
                                        int64_t added) {
    if (!(range.lowest >= 0x1p-900 && range.highest <= 0x1p900)) {
      return std::nullopt;
    }
    const int lowest_exponent = Exponent(range.lowest);
    const int ratio_bits = Exponent(range.highest) + 1 - lowest_exponent;
    const int period_bits = std::bit_width(static_cast<uint64_t>(period - 1));
    const int added_bits = std::bit_width(static_cast<uint64_t>(added));
    if (ratio_bits + period_bits > 24 ||
        ratio_bits + period_bits + added_bits > 48) {
      return std::nullopt;
    }
    const int unit = lowest_exponent - 52;
    return WindowGrids{.coarse = Rounder(unit + 27),
                       .fine = Rounder(unit),
                       .quotient = Rounder(unit - period_bits - 1)};
  }

  /// `value` on the grid of `rounder`; exact.
  static double OnGrid(double value, double rounder) {
    return (value + rounder) - rounder;
  }
  /// The steps of that grid in `value`, plus those in `rounder`.
  static int64_t Steps(double value, double rounder) {
    return std::bit_cast<int64_t>(value + rounder);
  }
  /// The number of which there are that many steps; exact.
  static double FromSteps(int64_t steps, double rounder) {
    return std::bit_cast<double>(steps) - rounder;
  }

 private:
  /// Of a positive, normal number: its highest power of two.
  static int Exponent(double value) {
    return static_cast<int>(std::bit_cast<uint64_t>(value) >> 52) - 1023;
  }
  /// 1.5 x 2^52 steps of 2^step.
  static double Rounder(int step) {
    return std::bit_cast<double>(static_cast<uint64_t>(step + 52 + 1023) << 52 |
                                 uint64_t{1} << 51);
  }
};

}  // namespace admf
