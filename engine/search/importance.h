#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// How much of the objective's variation one parameter explains by itself.
struct Importance {
  /// Of the dimension.
  std::string name;
  /// sum over groups of n_g (mean_g - mean)^2 / sum over trials of
  /// (score - mean)^2, from 0 to 1. A group has the trials with the same value,
  /// or with values of the same bin. This is the first-order index of Sobol'
  /// ("Sensitivity estimates for nonlinear mathematical models", 1993), the
  /// main effect of functional ANOVA (Hutter, Hoos, Leyton-Brown, ICML 2014),
  /// estimated by the correlation ratio. Nothing with fewer than two trials,
  /// or if all their scores are equal.
  std::optional<double> fraction;
  /// What a parameter without any effect would come to on average:
  /// (groups - 1) / (trials - 1). A fraction near it says nothing.
  std::optional<double> by_chance;
  int64_t trials = 0;
  int64_t groups = 0;
};

/// Importance of the parameters of a search, from its trials.
///
/// A full grid is an orthogonal design: fractions of its parameters are
/// independent of each other, and what they leave to 1 is interaction. Trials
/// of an algorithm that learns crowd where scores are good, so that fractions
/// say what matters there, and parameters that moved together share their
/// effects.
///
/// Trials are added in the order of their numbers; the result is the same to
/// the bit. Memory doesn't depend on the number of trials. Not thread-safe.
class ParameterImportance {
 public:
  /// Values of a number are put into this many bins of equal width on its
  /// scale...
  static constexpr int64_t kBins = 10;
  /// ...unless it is a grid's and has no more values than this; then each has
  /// its own group, as choices always do.
  static constexpr int64_t kMostGridGroups = 10'000;

  ParameterImportance(const ParameterSpace& space, bool is_grid);

  /// A trial without a finite score is left out. A dimension takes only
  /// trials in which it is active.
  void Add(const SearchPoint& point, std::optional<double> score);

  /// In the order of the space's dimensions.
  std::vector<Importance> Importances() const;

 private:
  /// Mean and sum of squared deviations, by Welford's recurrence.
  struct Moments {
    int64_t count = 0;
    double mean = 0;
    double squares = 0;

    void Add(double value);
  };

  struct Dimension {
    bool by_level = false;
    Moments all;
    std::vector<Moments> groups;
  };

  size_t GroupOf(size_t dimension, const ParameterValue& value) const;

  ParameterSpace space_;
  std::vector<Dimension> dimensions_;
};

}  // namespace admf
