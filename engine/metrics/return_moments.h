#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace admf {

/// Mean, deviation and shape of a column of numbers, such as returns, in one
/// pass. A value type.
///
/// The column is taken in blocks of kBlock: each block's moments about its own
/// mean are exact to rounding, and blocks are merged by the formulas of Pebay,
/// "Formulas for robust, one-pass parallel computation of covariances and
/// arbitrary-order statistical moments", Sandia report SAND2008-6212. The
/// result depends on the values and their order alone.
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
  /// Third standardised moment, with the divisor count. Not if constant().
  double skewness() const;
  /// Fourth standardised moment, with the divisor count: 3 for a normal
  /// distribution. Not if constant().
  double kurtosis() const;
  /// Square root of the mean of min(value, 0)^2 over all values.
  double downside_deviation() const;

 private:
  void Merge(const ReturnMoments& next);

  int64_t count_ = 0;
  double mean_ = 0;
  /// Sums of powers of the distance from the mean.
  double sum2_ = 0;
  double sum3_ = 0;
  double sum4_ = 0;
  double downside_sum_ = 0;
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
};

}  // namespace admf
