#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// One of those that money may be given to.
struct EnsembleCandidate {
  /// Of the same periods as those of the others.
  std::span<const double> returns;
  /// Higher is better.
  double score = 0;
};

struct EnsembleOptions {
  /// By which weights are proportional, before max_weight:
  enum class Method : uint8_t {
    /// All the same.
    kEqual,
    /// 1 / variance: of uncorrelated returns the weights of least variance
    /// (Markowitz: "Portfolio selection", Journal of Finance 7, 1952).
    kInverseVariance,
    /// max(mean, 0) / variance: of uncorrelated returns the weights of the
    /// highest Sharpe ratio (Tobin 1958; Sharpe 1964).
    kMaximumSharpe
  };
  Method method = Method::kInverseVariance;
  /// How many are taken, >= 1.
  int64_t max_members = 5;
  /// In (0, 1].
  double max_weight = 1;
  /// In [-1, 1].
  double max_correlation = 1;
};

struct EnsembleWeights {
  /// One for each candidate; 0 if it is left out. 0 <= w <= max_weight, and
  /// they sum to one but for rounding.
  std::vector<double> weights;
  /// Why a candidate is left out; empty if it is not.
  std::vector<std::string> left_out;
  /// The candidates with a weight, by score.
  std::vector<size_t> members;
};

/// Weights over the best candidates. Candidates are looked at by score, the
/// first of equal ones first; one is left out if its returns don't vary, or if
/// its correlation (Pearson) with one that is taken is above max_correlation.
/// What max_weight cuts off goes to the others in proportion to their weights,
/// again and again until none is above it.
///
/// INVALID_ARGUMENT if options are out of their ranges, returns are fewer than
/// two, not finite or of different lengths, or the members can't have all of
/// the money (members x max_weight < 1; with kMaximumSharpe only those with a
/// mean return above zero count), saying what to change.
absl::StatusOr<EnsembleWeights> WeighEnsemble(
    std::span<const EnsembleCandidate> candidates,
    const EnsembleOptions& options);

}  // namespace admf
