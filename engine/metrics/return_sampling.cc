#include "engine/metrics/return_sampling.h"

#include <span>

#include "engine/metrics/return_blocks.h"

namespace admf {
namespace {

/// `returns`, unless it is null, gets the returns.
ReturnSummary Summarise(const BarSeries& bars, const Simulation& simulation,
                        double initial_cash, std::vector<double>* returns) {
  ReturnSummary summary;
  ReturnBlocks blocks(
      initial_cash, returns,
      [&](std::span<const double> block) { summary.moments.AddBlock(block); });
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
  return Summarise(bars, simulation, initial_cash, nullptr);
}

SampledReturns SampleReturns(const BarSeries& bars,
                             const Simulation& simulation,
                             double initial_cash) {
  SampledReturns sampled;
  if (!SampledDaily(bars)) sampled.returns.reserve(bars.size());
  sampled.summary = Summarise(bars, simulation, initial_cash, &sampled.returns);
  return sampled;
}

}  // namespace admf
