#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "engine/columns/columns.h"
#include "engine/data/bars.h"
#include "engine/execution/equity_curve.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_moments.h"

namespace admf {

/// Turns a sequence of samples, of which the first is `first`, into the returns
/// between them, in blocks of ReturnMoments::kBlock (fewer in the last one)
/// that are handed to `visit(std::span<const double> returns)`. Not
/// thread-safe.
template <typename Visitor>
class ReturnBlocks {
 public:
  /// If `kept` is not null, all returns are appended to it.
  ReturnBlocks(double first, std::vector<double>* kept, Visitor visit)
      : kept_(kept),
        previous_(first),
        lowest_(first),
        visit_(std::move(visit)) {}

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
      if (filled_ == block_.size()) Flush();
    }
  }

  /// Hands out what the block has. At the end, and only then, by the caller.
  void Flush() {
    if (filled_ == 0) return;
    visit_(std::span<const double>(block_.first(filled_)));
    if (kept_ != nullptr) {
      kept_->resize(kept_->size() - (block_.size() - filled_));
    }
    filled_ = 0;
  }

  double last_sample() const { return previous_; }
  double lowest_sample() const { return lowest_; }

 private:
  /// Makes space for the next block.
  void Begin() {
    block_ = own_;
    if (kept_ == nullptr) return;
    kept_->resize(kept_->size() + own_.size());
    block_ = std::span(*kept_).last(own_.size());
  }

  std::vector<double>* const kept_;
  std::array<double, ReturnMoments::kBlock> own_;
  /// The present block: the end of `kept_`, or else `own_`.
  std::span<double> block_ = own_;
  size_t filled_ = 0;
  double previous_;
  double lowest_;
  Visitor visit_;
};

/// Goes through an equity once: calls visit_equity(std::span<const double>
/// equity) with every block of it and visit_samples(std::span<const double>
/// samples) with the samples of return_sampling.h in it, but for the initial
/// cash. `visit_blocks` calls what it is given with the blocks, as VisitEquity.
template <typename BlockSource, typename EquityVisitor, typename SampleVisitor>
void VisitBlocksAndSamples(const EquityClock& clock, BlockSource visit_blocks,
                           EquityVisitor visit_equity,
                           SampleVisitor visit_samples) {
  if (!SampledDaily(clock)) {
    visit_blocks([&](size_t first_bar, std::span<const double> equity) {
      visit_equity(equity);
      visit_samples(equity.subspan(first_bar == 0 ? 1 : 0));
    });
    return;
  }
  const std::vector<size_t> sampled_bars = LastBarsOfDays(clock);
  size_t next = 0;
  visit_blocks([&](size_t first_bar, std::span<const double> equity) {
    visit_equity(equity);
    for (; next < sampled_bars.size() &&
           sampled_bars[next] < first_bar + equity.size();
         ++next) {
      visit_samples(equity.subspan(sampled_bars[next] - first_bar, 1));
    }
  });
}

/// The same for the equity of one symbol's account.
template <typename EquityVisitor, typename SampleVisitor>
void VisitEquityAndSamples(const BarSeries& bars,
                           std::span<const AccountState> states,
                           EquityVisitor visit_equity,
                           SampleVisitor visit_samples) {
  VisitBlocksAndSamples(
      bars, [&](auto visit) { VisitEquity(bars, states, visit); }, visit_equity,
      visit_samples);
}

}  // namespace admf
