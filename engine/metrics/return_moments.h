#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace admf {

/// Mean and deviation of a column of numbers, such as returns, in one pass. A
/// value type.
///
/// The column is taken in blocks of kBlock: the deviation of each block is
/// taken from its own mean, and blocks are merged by the formula of Chan, Golub
/// and LeVeque, "Updating formulae and a pairwise algorithm for computing
/// sample variances", Stanford report STAN-CS-79-773, 1979. The result depends
/// on the values and their order alone.
class ReturnMoments {
 public:
  static constexpr size_t kBlock = 1024;

  static ReturnMoments Of(std::span<const double> values);

  /// Adds the next block: kBlock values, or fewer in the last one.
  void AddBlock(std::span<const double> block);

  int64_t count() const { return count_; }
  double mean() const { return mean_; }
  double minimum() const { return minimum_; }
  double maximum() const { return maximum_; }
  /// Whether all values are the same, so that nothing can be divided by their
  /// deviation. (Its rounded value may be a hair above zero.)
  bool constant() const { return minimum_ == maximum_; }

  /// With the divisor count - 1. count() >= 2.
  double sample_variance() const;
  double sample_deviation() const;
  /// Square root of the mean of min(value, 0)^2 over all values.
  double downside_deviation() const;

 private:
  int64_t count_ = 0;
  double mean_ = 0;
  /// Sum of squares of the distance from the mean.
  double squares_ = 0;
  double downside_squares_ = 0;
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
};

/// Standardised moments with the divisor count: of a normal distribution, 0 and
/// 3.
struct Shape {
  double skewness;
  double kurtosis;
};

/// The shape of a column whose moments are `moments`, which is not constant().
Shape ShapeOf(std::span<const double> values, const ReturnMoments& moments);

}  // namespace admf
