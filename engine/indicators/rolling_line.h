#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_fold.h"

namespace admf {

/// The sums that linearly weighted averages and straight lines through the last
/// `period` values are made of. All are relative to a value of the window, so
/// that the level of prices costs no digits, and equal values give exactly that
/// value and slope 0.
class RollingLine {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingLine(int64_t period)
      : fold_(period), period_(static_cast<double>(period)) {}

  /// Takes the next value. False until there are `period` of them; what stands
  /// below is defined from then on.
  bool Add(double value) {
    if (!fold_.Add(value)) return false;
    const State& newer = fold_.newer();
    const State& older = fold_.older();
    const double count = static_cast<double>(fold_.older_count());
    const double shift = older.anchor - newer.anchor;
    anchor_ = newer.anchor;
    sum_ = (older.sum + count * shift) + newer.sum;
    weighted_ = (older.weighted + count * (count + 1) / 2 * shift) +
                (newer.weighted + count * newer.sum);
    return true;
  }

  /// The mean with weights 1 (oldest) to period (newest).
  double WeightedMean() const {
    return anchor_ + weighted_ / (period_ * (period_ + 1) / 2);
  }
  double Mean() const { return anchor_ + sum_ / period_; }
  /// Of the line with the least squared distances, per value. period >= 2.
  double Slope() const {
    return (weighted_ - (period_ + 1) / 2 * sum_) * 12 /
           (period_ * (period_ * period_ - 1));
  }

 private:
  struct State {
    /// The value that was there first; the sums are of distances from it.
    double anchor = 0;
    double count = 0;
    double sum = 0;
    /// With weights from 1 for the oldest one.
    double weighted = 0;
  };
  struct Fold {
    using Value = double;
    using State = RollingLine::State;
    static void Append(double newer, State* state) {
      if (state->count == 0) state->anchor = newer;
      const double distance = newer - state->anchor;
      state->count += 1;
      state->sum += distance;
      state->weighted += state->count * distance;
    }
    static void Prepend(double older, State* state) {
      if (state->count == 0) state->anchor = older;
      state->count += 1;
      state->sum += older - state->anchor;
      // All weights rise by one.
      state->weighted += state->sum;
    }
  };

  RollingFold<Fold> fold_;
  double period_;
  double anchor_ = 0;
  double sum_ = 0;
  double weighted_ = 0;
};

/// The linearly weighted moving average alone.
class LinearlyWeightedAverage {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit LinearlyWeightedAverage(int64_t period) : line_(period) {}

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    return line_.Add(value) ? line_.WeightedMean() : kUndefined;
  }

 private:
  RollingLine line_;
};

}  // namespace admf
