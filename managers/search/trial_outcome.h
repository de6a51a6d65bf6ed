#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace admf {

/// Sums over some of a trial's period returns.
struct ReturnSums {
  int64_t count = 0;
  double sum = 0;
  double squares = 0;
};

/// What one trial came to.
struct TrialOutcome {
  /// Of the metrics that are asked for, in their order; NaN if undefined.
  std::vector<double> metrics;
  /// Of each block of the returns (BlockReturns); none if there are too few
  /// returns.
  std::vector<double> block_sums;
  std::vector<double> block_squares;
  int64_t return_count = 0;
  /// Of the returns of each market regime; of none if the equity was not above
  /// zero all the time.
  std::vector<ReturnSums> regimes;
  /// AccountDigest of the run.
  std::string account_digest;
};

/// Counts the returns of a trial, and adds up those of each of `blocks` blocks;
/// of none if `blocks` is 0.
void AddReturns(std::span<const double> returns, size_t blocks,
                TrialOutcome* outcome);

}  // namespace admf
