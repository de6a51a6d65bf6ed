#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>

namespace admf {

struct ValueRange {
  double lowest;
  double highest;
};

/// The smallest and the largest of `start` and all values, none of them NaN.
///
/// In eight lanes, because each comparison would wait for the one before; as
/// pairs of a vector type of gcc and clang, because neither of them makes
/// vectors of this by itself.
inline ValueRange RangeOf(std::span<const double> values, ValueRange start) {
  using Pair = double __attribute__((vector_size(16)));
  constexpr size_t kPairs = 4;
  constexpr size_t kLanes = 2 * kPairs;
  std::array<Pair, kPairs> low, high;
  low.fill(Pair{start.lowest, start.lowest});
  high.fill(Pair{start.highest, start.highest});
  const size_t whole = values.size() - values.size() % kLanes;
  for (size_t i = 0; i < whole; i += kLanes) {
    for (size_t pair = 0; pair < kPairs; ++pair) {
      Pair value;
      std::memcpy(&value, &values[i + 2 * pair], sizeof(value));
      low[pair] = value < low[pair] ? value : low[pair];
      high[pair] = value > high[pair] ? value : high[pair];
    }
  }
  ValueRange range = start;
  for (size_t lane = 0; lane < kLanes; ++lane) {
    range.lowest = std::min(range.lowest, low[lane / 2][lane % 2]);
    range.highest = std::max(range.highest, high[lane / 2][lane % 2]);
  }
  for (const double value : values.subspan(whole)) {
    range.lowest = std::min(range.lowest, value);
    range.highest = std::max(range.highest, value);
  }
  return range;
}

/// Of at least one value.
inline ValueRange RangeOf(std::span<const double> values) {
  return RangeOf(values, {values[0], values[0]});
}

}  // namespace admf
