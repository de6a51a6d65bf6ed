#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace admf {

// Reductions over columns in eight lanes: element i goes to lane i mod 8, and
// lanes are put together in pairs. The order is fixed, so results have the same
// bits with every compiler; eight short sums round less than a long one; and
// processors work on the lanes in parallel.

inline constexpr size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

/// Calls step(lane, element) for the elements in order.
template <typename Step>
void ForEachLane(std::span<const double> values, Step step) {
  const size_t rest = values.size() % kLanes;
  const size_t whole = values.size() - rest;
  for (size_t i = 0; i < whole; i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) step(lane, values[i + lane]);
  }
  for (size_t lane = 0; lane < rest; ++lane) step(lane, values[whole + lane]);
}

/// The lanes put together.
inline double SumOfLanes(const Lanes& sums) {
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
         ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// The sum of term(element): the one way in which metrics sum. That of the
/// elements themselves is in columns.h.
template <typename Term>
double SumOf(std::span<const double> values, Term term) {
  Lanes sums = {};
  ForEachLane(values, [&sums, term](size_t lane, double value) {
    sums[lane] += term(value);
  });
  return SumOfLanes(sums);
}

}  // namespace admf
