#include "engine/metrics/return_sampling.h"

#include <span>

#include "engine/metrics/return_blocks.h"

namespace admf {
namespace {

/// Calls `visit` with the returns in blocks.
template <typename Visitor>
ReturnSummary VisitReturns(const BarSeries& bars, const Simulation& simulation,
                           double initial_cash, Visitor visit) {
  ReturnSummary summary;
  ReturnBlocks blocks(initial_cash, [&](std::span<const double> block) {
    summary.moments.AddBlock(block);
    visit(block);
  });
  VisitEquityAndSamples(
      bars, simulation.states, [](std::span<const double>) {},
      [&blocks](std::span<const double> samples) { blocks.Add(samples); });
  blocks.Flush();
  summary.growth = blocks.last_sample() / initial_cash;
  summary.all_positive = blocks.lowest_sample() > 0;
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
