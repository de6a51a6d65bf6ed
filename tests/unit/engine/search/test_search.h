#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/search/parameter_space.h"
#include "engine/search/sampler.h"
#include "engine/search/sampler_factory.h"
#include "engine/search/search_dimension.h"
#include "tests/unit/engine/search/test_spaces.h"

// Searches in tests.

namespace admf {

using Objective = std::function<TrialScore(const SearchPoint&)>;

/// All that a search asked for, batch after batch, and what it was told.
struct SearchRun {
  std::vector<std::vector<SearchPoint>> batches;
  std::vector<std::vector<TrialScore>> scores;

  std::vector<SearchPoint> Points() const {
    std::vector<SearchPoint> points;
    for (const auto& batch : batches) {
      points.insert(points.end(), batch.begin(), batch.end());
    }
    return points;
  }

  /// The best first objective of the first trials.
  double Best(size_t trials = std::numeric_limits<size_t>::max()) const {
    double best = -std::numeric_limits<double>::infinity();
    for (const auto& batch : scores) {
      for (const auto& score : batch) {
        if (trials-- == 0) return best;
        if (!score.objectives.empty()) {
          best = std::max(best, score.objectives.front());
        }
      }
    }
    return best;
  }

  /// How many trials it took until the first objective was at least `target`;
  /// all of them and one more if it never was.
  size_t TrialsTo(double target) const {
    size_t trials = 0;
    for (const auto& batch : scores) {
      for (const auto& score : batch) {
        ++trials;
        if (!score.objectives.empty() && score.objectives.front() >= target) {
          return trials;
        }
      }
    }
    return trials + 1;
  }
};

inline void Continue(Sampler* sampler, const Objective& objective,
                     SearchRun* run) {
  for (auto points = sampler->Ask(); !points.empty(); points = sampler->Ask()) {
    std::vector<TrialScore> scores;
    for (const auto& point : points) scores.push_back(objective(point));
    sampler->Tell(scores);
    run->batches.push_back(std::move(points));
    run->scores.push_back(std::move(scores));
  }
}

inline SearchRun Search(const SamplerOptions& options,
                        const Objective& objective) {
  SearchRun run;
  Continue(CreateSampler(options).value().get(), objective, &run);
  return run;
}

/// The coordinates of a point whose dimensions all have numbers.
inline std::vector<double> Numbers(const SearchPoint& point) {
  std::vector<double> numbers;
  for (size_t i = 0; i < point.size(); ++i)
    numbers.push_back(NumberAt(point, i));
  return numbers;
}

/// An objective that is the negative of a function of numbers.
template <typename Function>
Objective Minimise(Function function) {
  return [function](const SearchPoint& point) {
    return TrialScore{{-function(Numbers(point))}};
  };
}

/// A cube; its dimensions are named so that their order is that of their
/// indices.
inline ParameterSpace Cube(size_t dimensions, double minimum, double maximum) {
  std::vector<SearchDimension> all;
  for (size_t i = 0; i < dimensions; ++i) {
    all.push_back(Real("x" + std::to_string(100 + i), minimum, maximum));
  }
  return Space(std::move(all));
}

}  // namespace admf
