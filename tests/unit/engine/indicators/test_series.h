#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

// Bars and indicators for tests.

namespace admf {

/// Daily bars with these closes. Each one opens at the close before it, high
/// and low are the greater and the smaller of open and close.
std::shared_ptr<const BarSeries> BarsOfCloses(std::vector<double> closes);

/// Daily bars from their columns; open is low.
std::shared_ptr<const BarSeries> BarsOfRanges(std::vector<double> high,
                                              std::vector<double> low,
                                              std::vector<double> close);

/// The same with volume.
std::shared_ptr<const BarSeries> BarsWithVolume(std::vector<double> high,
                                                std::vector<double> low,
                                                std::vector<double> close,
                                                std::vector<double> volume);

/// Bars that are a single price each, at these times.
std::shared_ptr<const BarSeries> BarsAt(std::vector<int64_t> time_us,
                                        const std::string& timezone,
                                        const std::vector<double>& prices,
                                        std::vector<double> volume);

/// A geometric random walk from 100 with steps of up to `step`, rounded to
/// cents, so that equal closes are frequent.
std::vector<double> RandomCloses(size_t count, uint64_t seed,
                                 double step = 0.02);

/// Daily bars of RandomCloses with ranges around them. The volume is 0 now and
/// then.
std::shared_ptr<const BarSeries> RandomBars(size_t count, uint64_t seed);

/// The same, every seven hours in New York, so that days have three or four
/// bars.
std::shared_ptr<const BarSeries> RandomIntradayBars(size_t count,
                                                    uint64_t seed);

/// Bars [begin, end).
std::shared_ptr<const BarSeries> SomeBars(const BarSeries& bars, size_t begin,
                                          size_t end);

/// The first `count` bars.
std::shared_ptr<const BarSeries> FirstBars(const BarSeries& bars, size_t count);

/// Computes an indicator of the catalogue; a failure is fatal.
IndicatorSeries Compute(const std::string& name,
                        const std::map<std::string, ParameterValue>& parameters,
                        const BarSeries& bars);

/// Some sets of parameters for the tests of all indicators and strategies: the
/// defaults, the smallest and other small integers, and smaller and larger real
/// numbers, each as far as `definitions` allow.
std::vector<ParameterSet> SomeParameters(
    const std::vector<ParameterDefinition>& definitions);

}  // namespace admf
