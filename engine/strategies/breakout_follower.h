#pragma once

#include "engine/strategies/sign_crossing.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// The one definition of "breakout" of all strategies, the opposite of
/// ReversionFollower: a value is expected to go on where it leaves the range
/// between a lower and an upper level. It goes
/// - long where the value crosses above the upper level,
/// - short where it crosses below the lower level, also straight from long,
/// - flat where a long value is at its exit level or below it, a short one at
///   its own or above it.
/// See SignCrossing for "crosses". A value that was never seen below the upper
/// level, or never above the lower one, has not crossed it.
class BreakoutFollower {
 public:
  /// Takes the next bar; the side after it. Levels that are NaN change nothing.
  Side Update(double value, double lower, double exit, double upper) {
    return Update(value, lower, exit, exit, upper);
  }
  Side Update(double value, double lower, double long_exit, double short_exit,
              double upper) {
    const bool fell = lower_.Update(value - lower) < 0;
    const bool rose = upper_.Update(value - upper) > 0;
    if (rose) {
      side_ = Side::kLong;
    } else if (fell) {
      side_ = Side::kShort;
    } else if ((side_ == Side::kLong && value <= long_exit) ||
               (side_ == Side::kShort && value >= short_exit)) {
      side_ = Side::kFlat;
    }
    return side_;
  }

  Side side() const { return side_; }

 private:
  SignCrossing lower_;
  SignCrossing upper_;
  Side side_ = Side::kFlat;
};

}  // namespace admf
