#include "engine/metrics/return_sampling.h"

#include <span>
#include <utility>

#include "engine/metrics/equity_samples.h"
#include "engine/metrics/return_collector.h"

namespace admf {
namespace {

/// `returns`, unless it is null, gets the returns.
ReturnSummary Summarise(const BarSeries& bars, const Simulation& simulation,
                        double initial_cash, std::vector<double>* returns) {
  ReturnCollector collector(initial_cash, returns);
  VisitEquityAndSamples(
      bars, simulation.states, [](std::span<const double>) {},
      [&](std::span<const double> samples) { collector.Add(samples); });
  return std::move(collector).Finish();
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
