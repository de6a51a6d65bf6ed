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

struct Sums {
  double sum = 0;
  double squares = 0;

  friend Sums operator+(const Sums& a, const Sums& b) {
    return {a.sum + b.sum, a.squares + b.squares};
  }
};

/// The sums over every choice of blocks with one addition each: sums over every
/// subset of the lower and of the upper half are kept. A choice's sums have one
/// order of additions, so equal trials have equal sums, and nothing of a block
/// that isn't chosen is in them.
class SubsetSums {
 public:
  explicit SubsetSums(const BlockReturns& trial)
      : lower_blocks_(trial.blocks() / 2) {
    Fill(trial, 0, lower_blocks_, &lower_);
    Fill(trial, lower_blocks_, trial.blocks(), &upper_);
  }

  /// Of the blocks whose bits are set.
  Sums Of(uint32_t chosen) const {
    const uint32_t mask = (uint32_t{1} << lower_blocks_) - 1;
    return lower_[chosen & mask] + upper_[chosen >> lower_blocks_];
  }

 private:
  using Table = std::array<Sums, size_t{1} << (BlockReturns::kMaxBlocks / 2)>;

  static void Fill(const BlockReturns& trial, size_t begin, size_t end,
                   Table* table) {
    (*table)[0] = Sums();
    for (size_t block = begin; block < end; ++block) {
      const Sums own = {trial.sums()[block], trial.squares()[block]};
      const size_t filled = size_t{1} << (block - begin);
      for (size_t i = 0; i < filled; ++i) {
        (*table)[filled + i] = (*table)[i] + own;
      }
    }
  }

  size_t lower_blocks_;
  Table lower_;
  Table upper_;
};

/// Mean by sample deviation; 0 if the returns are all the same.
double SharpeOf(const Sums& sums, double count) {
  const double mean = sums.sum / count;
  const double mean_square = sums.squares / count;
  const double variance = mean_square - mean * mean;
  // What is left of the difference is rounding.
  if (variance <= 1e-12 * mean_square) return 0;
  return mean / std::sqrt(variance * (count / (count - 1)));
}

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
    const int64_t end = BlockBegin(count, blocks, block + 1);
    for (int64_t i = BlockBegin(count, blocks, block); i < end; ++i) {
      const double value = returns[static_cast<size_t>(i)];
      sums[block] += value;
      squares[block] += value * value;
    }
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
  const auto half = static_cast<int>(blocks_ / 2);
  for (uint32_t chosen = 0; chosen < uint32_t{1} << blocks_; ++chosen) {
    if (std::popcount(chosen) != half) continue;
    int64_t in_sample = 0;
    for (size_t block = 0; block < blocks_; ++block) {
      if ((chosen >> block & 1) == 0) continue;
      in_sample += BlockBegin(count_, blocks_, block + 1) -
                   BlockBegin(count_, blocks_, block);
    }
    combinations_.push_back(
        {.chosen = chosen,
         .in_count = static_cast<double>(in_sample),
         .out_count = static_cast<double>(count_ - in_sample)});
  }
  best_.resize(combinations_.size());
}

void OverfittingStudy::CheckShape(const BlockReturns& trial) const {
  CHECK(trial.blocks() == blocks_);
  CHECK(trial.count() == count_);
}

void OverfittingStudy::AddInSample(const BlockReturns& trial) {
  CHECK(!out_of_sample_);
  if (in_sample_trials_ == 0) Prepare(trial);
  CheckShape(trial);
  const SubsetSums sums(trial);
  const uint32_t all = (uint32_t{1} << blocks_) - 1;
  for (size_t i = 0; i < combinations_.size(); ++i) {
    const Combination& combination = combinations_[i];
    const double ratio =
        SharpeOf(sums.Of(combination.chosen), combination.in_count);
    if (in_sample_trials_ > 0 && !(ratio > best_[i].in_sample)) continue;
    best_[i].in_sample = ratio;
    best_[i].out_of_sample =
        SharpeOf(sums.Of(all ^ combination.chosen), combination.out_count);
  }
  ++in_sample_trials_;
}

void OverfittingStudy::BeginOutOfSample() {
  CHECK(!out_of_sample_);
  out_of_sample_ = true;
}

void OverfittingStudy::AddOutOfSample(const BlockReturns& trial) {
  CHECK(out_of_sample_);
  CheckShape(trial);
  const SubsetSums sums(trial);
  const uint32_t all = (uint32_t{1} << blocks_) - 1;
  for (size_t i = 0; i < combinations_.size(); ++i) {
    const Combination& combination = combinations_[i];
    const double ratio =
        SharpeOf(sums.Of(all ^ combination.chosen), combination.out_count);
    best_[i].below += ratio < best_[i].out_of_sample;
    best_[i].equal += ratio == best_[i].out_of_sample;
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
  for (const Best& best : best_) {
    // The mean of the ranks that equal ones share.
    const double rank = static_cast<double>(best.below) +
                        (static_cast<double>(best.equal) + 1) / 2;
    // w / (1 - w) with w = rank / (trials + 1).
    logits.push_back(std::log(rank / (trials + 1 - rank)));
    // As logit <= 0, without rounding.
    overfitted += 2 * rank <= trials + 1;
    losses += best.out_of_sample < 0;
    in_sample.push_back(best.in_sample);
    out_of_sample.push_back(best.out_of_sample);
  }
  const auto combinations = static_cast<double>(best_.size());
  return OverfittingEstimate{
      .probability_of_backtest_overfitting =
          static_cast<double>(overfitted) / combinations,
      .mean_logit = MeanOf(logits),
      .median_logit = MedianOf(logits),
      .probability_of_loss = static_cast<double>(losses) / combinations,
      .degradation_slope = SlopeOf(in_sample, out_of_sample),
      .combinations = static_cast<int64_t>(best_.size()),
      .trials = in_sample_trials_};
}

}  // namespace admf
