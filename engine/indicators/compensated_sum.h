#pragma once

#include <bit>
#include <cstdint>

namespace admf {

/// A sum of doubles that keeps the rounding errors of its additions, so that
/// values can be taken out of it again and nothing of them stays behind: after
/// millions of replacements the sum of a window is what adding up the window
/// alone would give.
///
/// The sum is head + tail. Every addition to the head is exact together with
/// its error term (Knuth's TwoSum: "The Art of Computer Programming", vol. 2,
/// 4.2.2), which goes to the tail. The tail itself is exact as long as all
/// values of the history are within a factor of about 2^30 of each other, since
/// all error terms are multiples of the last place of the smallest value;
/// beyond that it loses one part in 2^53 of the tail.
///
/// A value type. Hot: every function is inlined into the loop over the bars.
class CompensatedSum {
 public:
  /// A number as a sum of two: head is the number rounded, tail the rest.
  struct Terms {
    double head;
    double tail;
  };

  CompensatedSum() = default;
  /// Where |larger| >= |smaller|.
  static CompensatedSum Of(double larger, double smaller) {
    CompensatedSum sum;
    sum.head_ = larger + smaller;
    sum.tail_ = (larger - sum.head_) + smaller;
    return sum;
  }
  /// Exact where the tail is.
  Terms terms() const {
    const CompensatedSum sum = Of(head_, tail_);
    return {sum.head_, sum.tail_};
  }

  void Add(double value) { AddToHead(value, 0); }

  /// Adds one value and takes out another one that was added before.
  void Replace(double added, double removed) {
    const double difference = added - removed;
    const double part = difference - added;
    AddToHead(difference, (added - (difference - part)) - (removed + part));
  }

  /// The sum divided by `count`, correctly rounded where the tail is exact: the
  /// mean of equal values is that value, and equal means of different windows
  /// are equal to the bit. count is a whole number up to 2^17, inverse is
  /// 1.0 / count.
  double DividedBy(double count, double inverse) const {
    // What is left of the sum is exact, and the second quotient settles the
    // last place.
    const double quotient = ShortQuotient(head_, inverse);
    return quotient + ((head_ - quotient * count) + tail_) / count;
  }

  /// value x inverse, cut to 36 bits: its product with a count, as above, has
  /// no rounding.
  static double ShortQuotient(double value, double inverse) {
    constexpr uint64_t kDropped = (uint64_t{1} << 17) - 1;
    return std::bit_cast<double>(std::bit_cast<uint64_t>(value * inverse) &
                                 ~kDropped);
  }

 private:
  /// Adds `value` to the head; `error` is what value has lost before.
  void AddToHead(double value, double error) {
    const double sum = head_ + value;
    const double part = sum - head_;
    tail_ += ((head_ - (sum - part)) + (value - part)) + error;
    head_ = sum;
  }

  double head_ = 0;
  double tail_ = 0;
};

}  // namespace admf
