#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/columns/columns.h"
#include "engine/metrics/return_moments.h"

namespace admf {

struct ReturnSummary {
  ReturnMoments moments;
  /// What one unit of money became in all periods together.
  double growth = 1;
  /// Whether the equity was above zero at every sample; if not, the moments
  /// and the growth mean nothing.
  bool all_positive = true;
};

/// Turns a sequence of samples, of which the first is `first`, into the returns
/// between them, and sums those up. Not thread-safe.
class ReturnCollector {
 public:
  /// If `kept` is not null, all returns are appended to it. Once a sample is
  /// not above zero everything is lost: that return is -1 and those after it
  /// are 0, since a loss of a debt would pass for a gain.
  ReturnCollector(double first, std::vector<double>* kept)
      : first_(first),
        kept_(kept),
        kept_before_(kept == nullptr ? 0 : kept->size()),
        previous_(first),
        lowest_(first) {}
  ReturnCollector(const ReturnCollector&) = delete;
  ReturnCollector& operator=(const ReturnCollector&) = delete;

  /// Takes the next samples.
  void Add(std::span<const double> samples) {
    while (!samples.empty()) {
      if (filled_ == 0) Begin();
      const size_t taken = std::min(samples.size(), block_.size() - filled_);
      lowest_ = std::min(lowest_, WriteReturns(previous_, samples.first(taken),
                                               &block_[filled_]));
      previous_ = samples[taken - 1];
      filled_ += taken;
      samples = samples.subspan(taken);
      if (filled_ == block_.size()) End();
    }
  }

  /// The summary of all of them. Once, after the last sample.
  ReturnSummary Finish() && {
    if (filled_ > 0) End();
    if (kept_ != nullptr && !(lowest_ > 0)) LoseEverything();
    return {.moments = moments_,
            .growth = previous_ / first_,
            .all_positive = lowest_ > 0};
  }

 private:
  /// Makes space for the next block.
  void Begin() {
    block_ = own_;
    if (kept_ == nullptr) return;
    kept_->resize(kept_->size() + own_.size());
    block_ = std::span(*kept_).last(own_.size());
  }

  /// Takes in what the block has.
  void End() {
    moments_.AddBlock(block_.first(filled_));
    if (kept_ != nullptr) {
      kept_->resize(kept_->size() - (block_.size() - filled_));
    }
    filled_ = 0;
  }

  /// Of what is kept. From a sample above zero to one that is not it is a
  /// return of -1 or less, and none before that is.
  void LoseEverything() {
    const auto own = std::span(*kept_).subspan(kept_before_);
    const auto ruin =
        std::ranges::find_if(own, [](double value) { return value <= -1; });
    if (ruin == own.end()) return;
    *ruin = -1;
    std::fill(ruin + 1, own.end(), 0.0);
  }

  const double first_;
  std::vector<double>* const kept_;
  const size_t kept_before_;
  ReturnMoments moments_;
  std::array<double, ReturnMoments::kBlock> own_;
  /// The present block: the end of `kept_`, or else `own_`.
  std::span<double> block_ = own_;
  size_t filled_ = 0;
  double previous_;
  double lowest_;
};

}  // namespace admf
