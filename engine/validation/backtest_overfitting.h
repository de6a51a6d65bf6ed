#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

// The probability of backtest overfitting by combinatorially symmetric
// cross-validation: Bailey, Borwein, Lopez de Prado, Zhu, "The probability of
// backtest overfitting", Journal of Computational Finance 20(4), 2017.
//
// The periods are cut into S blocks. Every choice of S / 2 of them is once the
// sample in which the best trial is chosen, by Sharpe ratio, and the other half
// is where it is seen what became of it.

/// One trial's period returns as the study needs them: per block the sum and
/// the sum of squares. A value type; 16 bytes a block.
class BlockReturns {
 public:
  /// S. 12 blocks make 924 combinations, so that the probability has steps of
  /// about 0.1 %. The 16 of the article's examples make 12,870: fourteen times
  /// the work for every trial, and blocks so short that their Sharpe ratios are
  /// mostly noise, for digits that the data doesn't have.
  static constexpr size_t kDefaultBlocks = 12;
  /// 2 to 16 and even.
  static constexpr size_t kMaxBlocks = 16;

  /// Block b has the returns [b x count / S, (b + 1) x count / S), rounded
  /// down. INVALID_ARGUMENT if S is odd or out of its range, or if there are
  /// fewer than two returns a block.
  static absl::StatusOr<BlockReturns> Of(std::span<const double> returns,
                                         size_t blocks = kDefaultBlocks);
  /// Of parts that were kept, one each a block; `count` returns in all. Errors
  /// as Of.
  static absl::StatusOr<BlockReturns> Restore(int64_t count,
                                              std::vector<double> sums,
                                              std::vector<double> squares);

  size_t blocks() const { return sums_.size(); }
  /// Of all blocks.
  int64_t count() const { return count_; }
  std::span<const double> sums() const { return sums_; }
  std::span<const double> squares() const { return squares_; }

 private:
  BlockReturns(int64_t count, std::vector<double> sums,
               std::vector<double> squares);

  int64_t count_;
  std::vector<double> sums_;
  std::vector<double> squares_;
};

struct OverfittingEstimate {
  /// The part of the combinations in which the trial that is best in the
  /// sample is out of it no better than the median of all trials: logit <= 0.
  double probability_of_backtest_overfitting;
  /// Of the logits ln(w / (1 - w)), where w = rank / (trials + 1) is the
  /// chosen trial's relative rank out of sample, 1 the worst. Equal ratios
  /// share the mean of their ranks.
  double mean_logit;
  double median_logit;
  /// The part of the combinations in which the chosen trial's Sharpe ratio out
  /// of sample is below zero.
  double probability_of_loss;
  /// Slope of the least squares line through the chosen trials' Sharpe ratios,
  /// out of sample over in sample: below zero where those that look better turn
  /// out worse. 0 if all ratios in sample are the same.
  double degradation_slope;
  int64_t combinations;
  int64_t trials;
};

/// Goes twice through all trials; its memory doesn't grow with them.
///
///   OverfittingStudy study;
///   for (trial : trials) study.AddInSample(blocks_of(trial));
///   study.BeginOutOfSample();
///   for (trial : trials) study.AddOutOfSample(blocks_of(trial));
///   ASSIGN_OR_RETURN(OverfittingEstimate estimate, study.Finish());
///
/// The performance is the Sharpe ratio of one period, mean / sample deviation,
/// of the joined returns of the blocks; 0 where all returns are the same (a
/// deviation below a millionth of the returns' root mean square), such as those
/// of a trial without trades. Of equal ratios the first trial is chosen. A
/// trial costs one ratio a combination and pass.
///
/// Not thread-safe. A value type: a copy is a checkpoint.
class OverfittingStudy {
 public:
  /// All trials have the same number of blocks and of returns, those of the
  /// first one.
  OverfittingStudy() = default;

  /// The first pass. CHECK-fails if the trial's blocks differ from the first
  /// one's, or after BeginOutOfSample.
  void AddInSample(const BlockReturns& trial);
  /// Ends the first pass.
  void BeginOutOfSample();
  /// The second pass: the same trials in the same order. CHECK-fails before
  /// BeginOutOfSample.
  void AddOutOfSample(const BlockReturns& trial);

  /// FAILED_PRECONDITION with the reason if there is no probability: fewer than
  /// two trials. CHECK-fails unless both passes had as many trials.
  absl::StatusOr<OverfittingEstimate> Finish() const;

 private:
  /// Takes the shape of the first trial.
  void Prepare(const BlockReturns& first);
  /// Writes ratings_.
  void Rate(const BlockReturns& trial);
  double RatioOf(double rating, size_t combination) const;

  size_t blocks_ = 0;
  int64_t count_ = 0;
  int64_t in_sample_trials_ = 0;
  int64_t out_of_sample_trials_ = 0;
  bool out_of_sample_ = false;

  // A combination is a number with a bit for each block in the sample.
  // Combinations are in the order of their numbers, so that the complement of
  // the i-th one is the i-th one from the end.

  /// Choices of blocks of the lower half by their size, in order of their
  /// numbers, and where each size begins.
  std::vector<uint32_t> lower_choices_;
  std::vector<size_t> lower_begins_;
  /// Of each combination the number of returns in the sample.
  std::vector<double> counts_;
  /// The present trial's rating in each combination's sample: the square of the
  /// ratio, with its sign and the divisor count.
  std::vector<double> ratings_;
  /// Of the best trial in each combination's sample: its ratings in and out of
  /// it, and how many trials are rated lower out of it, and how many the same,
  /// itself included.
  std::vector<double> best_in_sample_;
  std::vector<double> best_out_of_sample_;
  std::vector<int64_t> lower_;
  std::vector<int64_t> equal_;
};

}  // namespace admf
