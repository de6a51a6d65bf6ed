#pragma once

#include "engine/strategies/sign_crossing.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// The one definition of "mean reversion" of all strategies: a value is
/// expected to come back from beyond a lower or an upper level to an exit level
/// between them. It goes
/// - long where the value crosses below the lower level,
/// - short where it crosses above the upper level, also straight from long,
/// - flat where a long value is at the exit level or above it, a short one at
///   it or below.
/// See SignCrossing for "crosses". A value that was never seen above the lower
/// level, or never below the upper one, has not crossed it.
class ReversionFollower {
 public:
  /// Takes the next bar; the side after it. Levels that are NaN change nothing.
  Side Update(double value, double lower, double exit, double upper) {
    const bool fell = lower_.Update(value - lower) < 0;
    const bool rose = upper_.Update(value - upper) > 0;
    if (fell) {
      side_ = Side::kLong;
    } else if (rose) {
      side_ = Side::kShort;
    } else if ((side_ == Side::kLong && value >= exit) ||
               (side_ == Side::kShort && value <= exit)) {
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
