#include "engine/metrics/return_sampling.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "engine/execution/equity_curve.h"
#include "engine/indicators/value_range.h"
#include "engine/metrics/periods_per_year.h"

namespace admf {
namespace {

/// Turns a sequence of samples into the returns between them, in blocks of
/// ReturnMoments::kBlock (fewer in the last one) that are handed to
/// `visit(std::span<const double> returns)`.
template <typename Visitor>
class ReturnBlocks {
 public:
  ReturnBlocks(double first, Visitor& visit)
      : previous_(first), lowest_(first), visit_(visit) {}

  void Add(std::span<const double> samples) {
    while (!samples.empty()) {
      const size_t taken = std::min(samples.size(), block_.size() - filled_);
      Convert(samples.first(taken));
      samples = samples.subspan(taken);
      if (filled_ == block_.size()) Flush();
    }
  }

  /// Hands out what the block has. At the end, and only then, by the caller.
  void Flush() {
    if (filled_ > 0) visit_(std::span<const double>(block_).first(filled_));
    filled_ = 0;
  }

  double last_sample() const { return previous_; }
  double lowest_sample() const { return lowest_; }

 private:
  void Convert(std::span<const double> samples) {
    double* const out = &block_[filled_];
    out[0] = samples[0] / previous_ - 1;
    for (size_t i = 1; i < samples.size(); ++i) {
      out[i] = samples[i] / samples[i - 1] - 1;
    }
    lowest_ = std::min(lowest_, RangeOf(samples).lowest);
    previous_ = samples.back();
    filled_ += samples.size();
  }

  std::array<double, ReturnMoments::kBlock> block_;
  size_t filled_ = 0;
  double previous_;
  double lowest_;
  Visitor& visit_;
};

/// Calls visit(std::span<const double> samples) with the samples after the
/// first one.
template <typename Visitor>
void VisitSamples(const BarSeries& bars, const Simulation& simulation,
                  Visitor visit) {
  if (!SampledDaily(bars)) {
    VisitEquity(bars, simulation,
                [&](size_t first_bar, std::span<const double> equity) {
                  visit(equity.subspan(first_bar == 0 ? 1 : 0));
                });
    return;
  }
  const std::vector<size_t> sampled_bars = LastBarsOfDays(bars);
  size_t next = 0;
  VisitEquity(bars, simulation,
              [&](size_t first_bar, std::span<const double> equity) {
                for (; next < sampled_bars.size() &&
                       sampled_bars[next] < first_bar + equity.size();
                     ++next) {
                  visit(equity.subspan(sampled_bars[next] - first_bar, 1));
                }
              });
}

/// Calls `visit` with the returns in blocks.
template <typename Visitor>
ReturnSummary VisitReturns(const BarSeries& bars, const Simulation& simulation,
                           double initial_cash, Visitor visit) {
  ReturnSummary summary;
  auto visit_block = [&](std::span<const double> block) {
    summary.moments.AddBlock(block);
    visit(block);
  };
  ReturnBlocks<decltype(visit_block)> returns(initial_cash, visit_block);
  VisitSamples(bars, simulation, [&returns](std::span<const double> samples) {
    returns.Add(samples);
  });
  returns.Flush();
  summary.growth = returns.last_sample() / initial_cash;
  summary.all_positive = returns.lowest_sample() > 0;
  return summary;
}

}  // namespace

ReturnSummary SummariseReturns(const BarSeries& bars,
                               const Simulation& simulation,
                               double initial_cash) {
  return VisitReturns(bars, simulation, initial_cash,
                      [](std::span<const double>) {});
}

SampledReturns SampleReturns(const BarSeries& bars,
                             const Simulation& simulation,
                             double initial_cash) {
  SampledReturns sampled;
  if (!SampledDaily(bars)) sampled.returns.reserve(bars.size());
  sampled.summary =
      VisitReturns(bars, simulation, initial_cash,
                   [&sampled](std::span<const double> block) {
                     sampled.returns.insert(sampled.returns.end(),
                                            block.begin(), block.end());
                   });
  return sampled;
}

}  // namespace admf
