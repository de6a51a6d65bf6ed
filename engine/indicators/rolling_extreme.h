#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_fold.h"

namespace admf {

/// The highest (Beats: std::greater) or lowest (std::less) of the last `period`
/// values.
template <typename Beats>
class RollingExtreme {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingExtreme(int64_t period) : fold_(period) {}

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    if (!fold_.Add(value)) return kUndefined;
    return Better(fold_.newer().value, fold_.older().value);
  }

 private:
  static double Better(double a, double b) { return Beats()(a, b) ? a : b; }

  struct Fold {
    using Value = double;
    struct State {
      /// What every value beats.
      double value = Beats()(0, 1) ? std::numeric_limits<double>::infinity()
                                   : -std::numeric_limits<double>::infinity();
    };
    static State Begin(double) { return State(); }
    static void Append(double newer, State* state) {
      state->value = Better(newer, state->value);
    }
    static void Prepend(double older, State* state) { Append(older, state); }
  };

  RollingFold<Fold> fold_;
};

using RollingHighest = RollingExtreme<std::greater<double>>;
using RollingLowest = RollingExtreme<std::less<double>>;

/// How many values ago the extreme of the last `period` values was, the newest
/// one of equal ones.
template <typename Beats>
class RollingExtremeAge {
 public:
  /// 1 <= period <= kLongestPeriod + 1.
  explicit RollingExtremeAge(int64_t period) : fold_(period) {}

  /// Takes the next value; kUndefined until there are `period` of them.
  double Add(double value) {
    ++count_;
    if (!fold_.Add({value, count_})) return kUndefined;
    const Entry& newer = fold_.newer();
    const Entry& older = fold_.older();
    const double position =
        Beats()(older.value, newer.value) ? older.position : newer.position;
    return count_ - position;
  }

 private:
  struct Entry {
    double value = Beats()(0, 1) ? std::numeric_limits<double>::infinity()
                                 : -std::numeric_limits<double>::infinity();
    double position = 0;
  };
  struct Fold {
    using Value = Entry;
    using State = Entry;
    static Entry Begin(const Entry&) { return Entry(); }
    static void Append(const Entry& newer, Entry* best) {
      if (!Beats()(best->value, newer.value)) *best = newer;
    }
    static void Prepend(const Entry& older, Entry* best) {
      if (Beats()(older.value, best->value)) *best = older;
    }
  };

  RollingFold<Fold> fold_;
  /// Values so far; a double, exact up to 2^53.
  double count_ = 0;
};

using RollingHighestAge = RollingExtremeAge<std::greater<double>>;
using RollingLowestAge = RollingExtremeAge<std::less<double>>;

}  // namespace admf
