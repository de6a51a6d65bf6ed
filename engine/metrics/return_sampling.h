#pragma once

#include <vector>

#include "engine/data/bars.h"
#include "engine/execution/simulation.h"
#include "engine/metrics/return_collector.h"

namespace admf {

// The returns of a run: its equity is sampled once per bar, or once per day for
// intraday bars (SampledDaily), and each return is a sample over the one
// before, less one.
//
// The first sample is the initial cash. It stands for the first close of daily
// and coarser bars, before which there can be no position, and for the first
// open of finer ones, so that the first day has a return. In this way all
// returns together make the total return. A sample that is not above zero is
// the loss of everything: its return is -1, and those after it are 0.

/// The summary of the returns, in one pass and without keeping them.
ReturnSummary SummariseReturns(const BarSeries& bars,
                               const Simulation& simulation,
                               double initial_cash);

struct SampledReturns {
  std::vector<double> returns;
  /// The same, to the bit, as SummariseReturns makes.
  ReturnSummary summary;
};

SampledReturns SampleReturns(const BarSeries& bars,
                             const Simulation& simulation, double initial_cash);

}  // namespace admf
