#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace admf {

/// The one way in which metrics sum: element i goes to lane i mod 8, lanes are
/// added in pairs. The order is fixed, so the sum has the same bits with every
/// compiler; eight short sums round less than a long one, and processors add
/// them in parallel. The term of each element is `term(element)`.
template <typename Term>
double SumOf(std::span<const double> values, Term term) {
  constexpr size_t kLanes = 8;
  std::array<double, kLanes> lanes = {};
  size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] += term(values[i + lane]);
    }
  }
  for (size_t lane = 0; i < values.size(); ++i, ++lane) {
    lanes[lane] += term(values[i]);
  }
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

inline double SumOf(std::span<const double> values) {
  return SumOf(values, [](double value) { return value; });
}

}  // namespace admf
