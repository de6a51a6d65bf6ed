#include "engine/validation/backtest_overfitting.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/columns/columns.h"

namespace admf {
namespace {

/// The first return of block `block` of `blocks`.
int64_t BlockBegin(int64_t count, size_t blocks, size_t block) {
  return static_cast<int64_t>(block) * count / static_cast<int64_t>(blocks);
}

absl::Status CheckBlocks(int64_t count, size_t blocks) {
  if (blocks < 2 || blocks > BlockReturns::kMaxBlocks || blocks % 2 != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the number of blocks is ", blocks,
        "; it must be even and between 2 and ", BlockReturns::kMaxBlocks));
  }
  if (count < 2 * static_cast<int64_t>(blocks)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there are ", count, " returns, fewer than two for each of ", blocks,
        " blocks: use more bars"));
  }
  return absl::OkStatus();
}

/// The sums over choices of blocks: choice i is that of the bits of i.
struct SubsetSums {
  static constexpr size_t kMost = size_t{1} << (BlockReturns::kMaxBlocks / 2);
  std::array<double, kMost> sums = {};
  std::array<double, kMost> squares = {};

  /// Over choices of the blocks [begin, end) of a trial. One addition each.
  SubsetSums(const BlockReturns& trial, size_t begin, size_t end) {
    for (size_t block = begin; block < end; ++block) {
      const size_t filled = size_t{1} << (block - begin);
      for (size_t i = 0; i < filled; ++i) {
        sums[filled + i] = sums[i] + trial.sums()[block];
        squares[filled + i] = squares[i] + trial.squares()[block];
      }
    }
  }
};

double MedianOf(std::vector<double> values) {
  std::ranges::sort(values);
  const size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  return (values[half - 1] + values[half]) / 2;
}

double MeanOf(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Of the least squares line of y over x; 0 if x is constant.
double SlopeOf(std::span<const double> x, std::span<const double> y) {
  const double mean_x = MeanOf(x);
  const double mean_y = MeanOf(y);
  double products = 0;
  double squares = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    products += (x[i] - mean_x) * (y[i] - mean_y);
    squares += (x[i] - mean_x) * (x[i] - mean_x);
  }
  return squares > 0 ? products / squares : 0;
}

}  // namespace

absl::StatusOr<BlockReturns> BlockReturns::Of(std::span<const double> returns,
                                              size_t blocks) {
  const auto count = static_cast<int64_t>(returns.size());
  RETURN_IF_ERROR(CheckBlocks(count, blocks));
  std::vector<double> sums(blocks);
  std::vector<double> squares(blocks);
  for (size_t block = 0; block < blocks; ++block) {
    const auto begin = static_cast<size_t>(BlockBegin(count, blocks, block));
    const auto end = static_cast<size_t>(BlockBegin(count, blocks, block + 1));
    const auto part = returns.subspan(begin, end - begin);
    const PowerSums powers = PowerSumsOf(part);
    sums[block] = powers.sum;
    squares[block] = powers.squares;
  }
  return BlockReturns(count, std::move(sums), std::move(squares));
}

absl::StatusOr<BlockReturns> BlockReturns::Restore(
    int64_t count, std::vector<double> sums, std::vector<double> squares) {
  RETURN_IF_ERROR(CheckBlocks(count, sums.size()));
  if (squares.size() != sums.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are sums of ", sums.size(),
                     " blocks and squares of ", squares.size()));
  }
  return BlockReturns(count, std::move(sums), std::move(squares));
}

BlockReturns::BlockReturns(int64_t count, std::vector<double> sums,
                           std::vector<double> squares)
    : count_(count), sums_(std::move(sums)), squares_(std::move(squares)) {}

void OverfittingStudy::Prepare(const BlockReturns& first) {
  blocks_ = first.blocks();
  count_ = first.count();
  const size_t half = blocks_ / 2;
  const uint32_t choices = uint32_t{1} << half;
  for (size_t size = 0; size <= half; ++size) {
    lower_begins_.push_back(lower_choices_.size());
    for (uint32_t lower = 0; lower < choices; ++lower) {
      if (static_cast<size_t>(std::popcount(lower)) == size) {
        lower_choices_.push_back(lower);
      }
    }
  }
  lower_begins_.push_back(lower_choices_.size());

  for (uint32_t chosen = 0; chosen < uint32_t{1} << blocks_; ++chosen) {
    if (static_cast<size_t>(std::popcount(chosen)) != half) continue;
    int64_t in_sample = 0;
    for (size_t block = 0; block < blocks_; ++block) {
      if ((chosen >> block & 1) == 0) continue;
      in_sample += BlockBegin(count_, blocks_, block + 1) -
                   BlockBegin(count_, blocks_, block);
    }
    counts_.push_back(static_cast<double>(in_sample));
  }
  ratings_.resize(counts_.size());
  best_in_sample_.resize(counts_.size());
  best_out_of_sample_.resize(counts_.size());
  lower_.resize(counts_.size());
  equal_.resize(counts_.size());
}

void OverfittingStudy::Rate(const BlockReturns& trial) {
  CHECK(trial.blocks() == blocks_);
  CHECK(trial.count() == count_);
  const size_t half = blocks_ / 2;
  const SubsetSums of_lower(trial, 0, half);
  const SubsetSums of_upper(trial, half, blocks_);
  // In the order of lower_choices_, so that the loop below takes neighbours.
  SubsetSums lower = of_lower;
  for (size_t i = 0; i < lower_choices_.size(); ++i) {
    lower.sums[i] = of_lower.sums[lower_choices_[i]];
    lower.squares[i] = of_lower.squares[lower_choices_[i]];
  }
  size_t next = 0;
  for (uint32_t upper = 0; upper < lower_choices_.size(); ++upper) {
    const size_t size = half - static_cast<size_t>(std::popcount(upper));
    const size_t begin = lower_begins_[size];
    const size_t count = lower_begins_[size + 1] - begin;
    for (size_t i = 0; i < count; ++i) {
      // With sums s and r of n returns and their squares, the square of mean by
      // deviation is s^2 / (n r - s^2).
      const double sum = lower.sums[begin + i] + of_upper.sums[upper];
      const double squares = counts_[next + i] * (lower.squares[begin + i] +
                                                  of_upper.squares[upper]);
      const double variance = squares - sum * sum;
      const double rating = sum * std::abs(sum) / variance;
      // Below that, what is left of the difference is rounding.
      ratings_[next + i] = variance > 1e-12 * squares ? rating : 0;
    }
    next += count;
  }
}

double OverfittingStudy::RatioOf(double rating, size_t combination) const {
  const double count = counts_[combination];
  return std::copysign(std::sqrt(std::abs(rating) * ((count - 1) / count)),
                       rating);
}

void OverfittingStudy::AddInSample(const BlockReturns& trial) {
  CHECK(!out_of_sample_);
  if (in_sample_trials_ == 0) Prepare(trial);
  Rate(trial);
  const size_t last = ratings_.size() - 1;
  for (size_t i = 0; i < ratings_.size(); ++i) {
    if (in_sample_trials_ > 0 && !(ratings_[i] > best_in_sample_[i])) continue;
    best_in_sample_[i] = ratings_[i];
    best_out_of_sample_[i] = ratings_[last - i];
  }
  ++in_sample_trials_;
}

void OverfittingStudy::BeginOutOfSample() {
  CHECK(!out_of_sample_);
  out_of_sample_ = true;
}

void OverfittingStudy::AddOutOfSample(const BlockReturns& trial) {
  CHECK(out_of_sample_);
  Rate(trial);
  const size_t last = ratings_.size() - 1;
  for (size_t i = 0; i < ratings_.size(); ++i) {
    lower_[i] += ratings_[last - i] < best_out_of_sample_[i];
    equal_[i] += ratings_[last - i] == best_out_of_sample_[i];
  }
  ++out_of_sample_trials_;
}

absl::StatusOr<OverfittingEstimate> OverfittingStudy::Finish() const {
  CHECK(in_sample_trials_ == out_of_sample_trials_);
  if (in_sample_trials_ < 2) {
    return absl::FailedPreconditionError(
        "there are fewer than two trials to choose from");
  }
  const auto trials = static_cast<double>(in_sample_trials_);
  std::vector<double> logits, in_sample, out_of_sample;
  int64_t overfitted = 0;
  int64_t losses = 0;
  const size_t count = counts_.size();
  for (size_t i = 0; i < count; ++i) {
    // The mean of the ranks that equal ones share.
    const double rank = static_cast<double>(lower_[i]) +
                        (static_cast<double>(equal_[i]) + 1) / 2;
    // w / (1 - w) with w = rank / (trials + 1).
    logits.push_back(std::log(rank / (trials + 1 - rank)));
    // As logit <= 0, without rounding.
    overfitted += 2 * rank <= trials + 1;
    losses += best_out_of_sample_[i] < 0;
    in_sample.push_back(RatioOf(best_in_sample_[i], i));
    out_of_sample.push_back(RatioOf(best_out_of_sample_[i], count - 1 - i));
  }
  const auto combinations = static_cast<double>(count);
  return OverfittingEstimate{
      .probability_of_backtest_overfitting =
          static_cast<double>(overfitted) / combinations,
      .mean_logit = MeanOf(logits),
      .median_logit = MedianOf(logits),
      .probability_of_loss = static_cast<double>(losses) / combinations,
      .degradation_slope = SlopeOf(in_sample, out_of_sample),
      .combinations = static_cast<int64_t>(count),
      .trials = in_sample_trials_};
}

}  // namespace admf
