#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace admf {

// What is computed of whole columns of numbers, with the widest vectors of the
// processor that the program runs on.
//
// Reductions have eight lanes on every processor: element i goes to lane
// i mod 8, and lanes are put together in pairs (lanes.h). So the bits of a
// result depend on the numbers and their order alone.

/// The sum. 0 of none.
double SumOf(std::span<const double> values);

struct PowerSums {
  double sum;
  double squares;
};
/// The sums of the values and of their squares.
PowerSums PowerSumsOf(std::span<const double> values);

struct ColumnSummary {
  double sum;
  double lowest;
  double highest;
};
/// Of at least one value, none of them NaN.
ColumnSummary SummaryOf(std::span<const double> values);

struct Deviations {
  /// Sum of (value - mean)^2.
  double squares;
  /// Sum of min(value, 0)^2.
  double loss_squares;
  double lowest;
  double highest;
};
/// Of at least one value, none of them NaN.
Deviations DeviationsOf(std::span<const double> values, double mean);

/// Writes samples[i] / samples[i - 1] - 1 to out[i], where samples[-1] is
/// `previous`, and returns the lowest sample. At least one sample, none of them
/// NaN; `out` has as much space.
double WriteReturns(double previous, std::span<const double> samples,
                    double* out);

/// The signs of up to 64 differences: bit i is of difference i. A difference of
/// zero or NaN is in none of the two.
struct SignBits {
  uint64_t positive;
  uint64_t negative;
};
/// The signs of minuends[i] - subtrahends[i]. As many of both, up to 64.
SignBits SignsOf(std::span<const double> minuends,
                 std::span<const double> subtrahends);

}  // namespace admf
