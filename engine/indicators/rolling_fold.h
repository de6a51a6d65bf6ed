#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/base/attributes.h"
#include "engine/base/check.h"
#include "engine/indicators/conventions.h"

namespace admf {

/// What the last `period` values come to - their sum, the highest of them -, in
/// constant amortised time per value and without ever taking a value out again:
/// only what is in the window is in the result, after any history.
///
/// Values are cut into blocks of `period`, so a window is the end of one block
/// and the beginning of the next. What all ends come to is computed once,
/// backwards, when the next block begins; the beginning grows value by value
/// (van Herk, "A fast algorithm for local minimum and maximum filters", Pattern
/// Recognition Letters 13, 1992, for any operation). Whoever uses it puts the
/// two parts together.
///
///   struct Fold {
///     using Value = double;
///     struct State {};  // Of no values, if default-constructed.
///     // Of no values. `first` is the first one of the newer part, of which
///     // both parts can be relative: it is always in the window.
///     static State Begin(const Value& first);
///     static void Append(const Value& newer, State* state);
///     static void Prepend(const Value& older, State* state);
///   };
template <typename Fold>
class RollingFold {
 public:
  using Value = typename Fold::Value;
  using State = typename Fold::State;

  /// 1 <= period <= kLongestPeriod + 1.
  explicit RollingFold(int64_t period) : block_(period), ends_(period + 1) {
    CHECK(period >= 1 && period <= kLongestPeriod + 1);
  }

  /// Takes the next value. False until there are `period` of them.
  bool Add(const Value& value) {
    if (size_ == block_.size()) CompleteBlock(value);
    if (size_ == 0) newer_ = Fold::Begin(value);
    block_[size_++] = value;
    Fold::Append(value, &newer_);
    full_ = full_ || size_ == block_.size();
    return full_;
  }

  /// Of the older values of the window; of none at every period-th value.
  const State& older() const { return ends_[size_]; }
  /// Of the newer ones, at least one.
  const State& newer() const { return newer_; }

 private:
  ABSL_ATTRIBUTE_ALWAYS_INLINE void CompleteBlock(const Value& next) {
    State end = Fold::Begin(next);
    for (size_t i = block_.size(); i-- > 1;) {
      Fold::Prepend(block_[i], &end);
      ends_[i] = end;
    }
    size_ = 0;
  }

  /// Values of the block that is being filled.
  std::vector<Value> block_;
  size_t size_ = 0;
  State newer_ = State();
  bool full_ = false;
  /// ends_[i] is of the values from i on of the block before; the last one is
  /// of no values.
  std::vector<State> ends_;
};

}  // namespace admf
