#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/check.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// The population standard deviation of the last `period` values, in constant
/// amortised time per value.
///
/// A running sum of squares loses all digits where the deviation is small
/// against the price, and an updated one keeps the errors of values that have
/// long left the window. Here nothing is ever subtracted: values are cut into
/// blocks of `period`, so a window is the end of one block and the beginning of
/// the next. The moments of all ends are computed once, backwards, when a block
/// is complete; those of the beginning grow value by value; and the two are
/// put together. Only what is in the window is in the result: a flat window has
/// deviation 0 after any history.
///
/// Both formulas: Chan, Golub, LeVeque, "Algorithms for Computing the Sample
/// Variance", The American Statistician 37 (1983): Welford's update, and the
/// pairwise combination. Values are taken relative to one that is in the window
/// too (the last one of its block for an end, the first one for a beginning),
/// so that the level of prices costs no digits.
class RollingDeviation {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingDeviation(int64_t period)
      : block_(period), ends_(period), inverses_(period + 1) {
    CHECK(period >= 1 && period <= kLongestPeriod);
    for (int64_t count = 1; count <= period; ++count) {
      inverses_[count] = 1.0 / static_cast<double>(count);
    }
  }

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    block_[size_++] = value;
    beginning_.Add(value - block_[0], inverses_[size_]);
    double squares = beginning_.squares;
    if (size_ == block_.size()) {
      CompleteBlock();
    } else if (has_ends_) {
      squares = Combined(ends_[size_]);
    } else {
      return kUndefined;
    }
    return std::sqrt(squares * inverses_.back());
  }

 private:
  struct Moments {
    double mean = 0;
    /// Sum of the squared distances from the mean.
    double squares = 0;

    /// Adds a value; `inverse` is 1 / the number of values with it.
    void Add(double value, double inverse) {
      const double distance = value - mean;
      mean += distance * inverse;
      squares += distance * (value - mean);
    }
  };

  /// The squares of the end of the last block and the beginning of this one.
  double Combined(const Moments& end) const {
    const double newer = static_cast<double>(size_);
    const double older = static_cast<double>(block_.size() - size_);
    const double distance =
        (beginning_.mean - end.mean) + (block_[0] - end_anchor_);
    return end.squares + beginning_.squares +
           distance * distance * (newer * older * inverses_.back());
  }

  void CompleteBlock() {
    end_anchor_ = block_.back();
    Moments end;
    for (size_t i = block_.size(); i-- > 0;) {
      end.Add(block_[i] - end_anchor_, inverses_[block_.size() - i]);
      ends_[i] = end;
    }
    has_ends_ = true;
    beginning_ = Moments();
    size_ = 0;
  }

  /// Values of the block that is being filled.
  std::vector<double> block_;
  size_t size_ = 0;
  /// Relative to the first value of the block.
  Moments beginning_;
  /// ends_[i] is of the values from i on of the block before, relative to its
  /// last one.
  std::vector<Moments> ends_;
  double end_anchor_ = 0;
  bool has_ends_ = false;
  /// 1 / i. A division would be in the way of the next value.
  std::vector<double> inverses_;
};

}  // namespace admf
