#pragma once

namespace admf {

/// Says when a difference changes its sign: the one definition of "crosses" of
/// all strategies.
///
/// There is a crossing at the first bar where the sign is another one than the
/// last sign before it. A difference of zero has no sign, so a crossing that
/// takes several bars of equality isn't missed, and touching isn't crossing.
/// NaN (an indicator that warms up) has none either; the first sign of all is
/// no crossing.
class SignCrossing {
 public:
  /// Takes the next difference. The new sign, 1 or -1, at a crossing; else 0.
  int Update(double difference) {
    if (sign_ == 0) {
      sign_ = static_cast<double>(difference > 0) -
              static_cast<double>(difference < 0);
      return 0;
    }
    if (!(difference * sign_ < 0)) return 0;
    sign_ = -sign_;
    return static_cast<int>(sign_);
  }

  /// The last sign, 1 or -1; 0 before the first one. Only a difference of
  /// another sign changes anything.
  int sign() const { return static_cast<int>(sign_); }

 private:
  /// The last sign; 0 before the first one. A number to multiply with: one
  /// comparison per bar.
  double sign_ = 0;
};

}  // namespace admf
