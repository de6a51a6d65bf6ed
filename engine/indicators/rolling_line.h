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
      : fold_(period),
        period_(static_cast<double>(period)),
        inverse_period_(1 / period_),
        inverse_weight_(2 / (period_ * (period_ + 1))),
        inverse_square_(12 / (period_ * (period_ * period_ - 1))) {}

  /// Takes the next value. False until there are `period` of them; what stands
  /// below is defined from then on.
  bool Add(double value) {
    if (!fold_.Add(value)) return false;
    const State& newer = fold_.newer();
    const State& older = fold_.older();
    anchor_ = newer.anchor;
    sum_ = older.sum + newer.sum;
    // The weights of the newer ones are period - age.
    weighted_ = older.moment + (period_ * newer.sum - newer.moment);
    return true;
  }

  /// The mean with weights 1 (oldest) to period (newest).
  double WeightedMean() const { return anchor_ + weighted_ * inverse_weight_; }
  double Mean() const { return anchor_ + sum_ * inverse_period_; }
  /// Of the line with the least squared distances, per value. period >= 2.
  double Slope() const {
    return (weighted_ - (period_ + 1) * 0.5 * sum_) * inverse_square_;
  }

 private:
  struct State {
    /// The sums are of distances from it.
    double anchor = 0;
    double sum = 0;
    /// With weights: of older values from 1 for the oldest one, of newer ones
    /// their ages, from 0 for the newest one. So both grow by the sum.
    double moment = 0;
  };
  struct Fold {
    using Value = double;
    using State = RollingLine::State;
    static State Begin(double first) { return {.anchor = first}; }
    static void Append(double newer, State* state) {
      state->moment += state->sum;
      state->sum += newer - state->anchor;
    }
    static void Prepend(double older, State* state) {
      state->sum += older - state->anchor;
      state->moment += state->sum;
    }
  };

  RollingFold<Fold> fold_;
  double period_;
  double inverse_period_;
  double inverse_weight_;
  double inverse_square_;
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
