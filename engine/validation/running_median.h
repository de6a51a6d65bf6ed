#pragma once

#include <cstddef>
#include <set>

namespace admf {

/// The median of values that come and go; of an even number of them the mean of
/// the middle two. Adding and removing takes logarithmic time.
///
/// Not thread-safe.
class RunningMedian {
 public:
  void Add(double value);
  /// CHECK-fails unless the value is there.
  void Remove(double value);

  size_t size() const { return lower_.size() + upper_.size(); }
  /// size() > 0.
  double median() const;

 private:
  /// Gives the lower half as many values as the upper one, or one more.
  void Balance();

  /// No value of it is above one of the upper half.
  std::multiset<double> lower_;
  std::multiset<double> upper_;
};

}  // namespace admf
