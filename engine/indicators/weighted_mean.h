#pragma once

#include <cstdint>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_fold.h"

namespace admf {

/// The mean of prices weighted with volumes, of all since it was made. It is
/// summed up relative to one price, so that equal prices give exactly that
/// price.
class WeightedMean {
 public:
  WeightedMean() = default;
  /// `anchor` is one of the prices, or near to them.
  explicit WeightedMean(double anchor) : anchor_(anchor) {}

  /// weight >= 0.
  void Add(double price, double weight) {
    sum_ += weight * (price - anchor_);
    weight_ += weight;
  }

  /// `otherwise` if all weights are 0.
  double Value(double otherwise) const {
    return Quotient(anchor_, sum_, weight_, otherwise);
  }

  /// Of two sets together that have one anchor.
  static double Value(const WeightedMean& older, const WeightedMean& newer,
                      double otherwise) {
    return Quotient(newer.anchor_, older.sum_ + newer.sum_,
                    older.weight_ + newer.weight_, otherwise);
  }

 private:
  /// Divides in any case: bars without volume come when nobody expects them,
  /// and a branch would cost more.
  static double Quotient(double anchor, double sum, double weight,
                         double otherwise) {
    const bool defined = weight > 0;
    const double value = anchor + sum / (defined ? weight : 1.0);
    return defined ? value : otherwise;
  }

  double anchor_ = 0;
  double sum_ = 0;
  double weight_ = 0;
};

/// The same of the last `period` prices.
class RollingWeightedMean {
 public:
  /// 1 <= period <= kLongestPeriod.
  explicit RollingWeightedMean(int64_t period) : fold_(period) {}

  /// Takes the next price; kUndefined until there are `period` of them. The
  /// price itself where all weights are 0.
  double Add(double price, double weight) {
    if (!fold_.Add({price, weight})) return kUndefined;
    return WeightedMean::Value(fold_.older(), fold_.newer(), price);
  }

 private:
  struct Entry {
    double price;
    double weight;
  };
  struct Fold {
    using Value = Entry;
    using State = WeightedMean;
    static WeightedMean Begin(const Entry& first) {
      return WeightedMean(first.price);
    }
    static void Append(const Entry& newer, WeightedMean* mean) {
      mean->Add(newer.price, newer.weight);
    }
    static void Prepend(const Entry& older, WeightedMean* mean) {
      mean->Add(older.price, older.weight);
    }
  };

  RollingFold<Fold> fold_;
};

}  // namespace admf
