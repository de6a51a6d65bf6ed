#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"

namespace admf {

/// An indicator over a series of bars: one or more columns as long as the bars,
/// NaN before the warm-up is over. Immutable and shared.
struct IndicatorSeries {
  /// One column per output, in the order of IndicatorDefinition::outputs.
  std::vector<std::vector<double>> outputs;
  /// Index of the first bar at which the outputs have values, all of them at
  /// the same bar; the number of bars if there is none.
  size_t warm_up = 0;

  std::span<const double> output(size_t i) const { return outputs[i]; }
  /// Memory that the columns take.
  size_t bytes() const;
};

/// Names one indicator with its parameters, such as sma(period=10).
struct IndicatorSpec {
  std::string name;
  std::map<std::string, ParameterValue> parameters;

  /// Canonical text: equal specs have equal texts, parameters sorted by name.
  /// Defaults are not filled in.
  std::string ToString() const;
};

/// An indicator as it goes from bar to bar. This is the one implementation of
/// its formula: the batch form runs it over all bars, a live session bar by
/// bar, so that research and trading can't differ.
///
/// Not thread-safe.
class IncrementalIndicator {
 public:
  virtual ~IncrementalIndicator() = default;
  /// Takes bar `i` of `bars` and writes one value per output; NaN before the
  /// warm-up is over. Bars are taken in order, none left out. No other row of
  /// `bars` is read, so a live session may hand in any series that holds the
  /// newest bar.
  virtual void Update(const BarSeries& bars, size_t i,
                      std::span<double> outputs) = 0;
};

/// The outputs of an indicator at a range of bars: one span per output, in the
/// order of IndicatorDefinition::outputs, whose first value is of the first bar
/// of the range.
using IndicatorOutputs = std::span<const std::span<const double>>;

/// The values of one indicator from the first bar to the last, range by range:
/// for who goes through them once and needs no columns of them.
///
/// Not thread-safe.
class IndicatorReader {
 public:
  virtual ~IndicatorReader() = default;
  /// The outputs at bars [begin, end). Successive calls take successive ranges,
  /// from bar 0 on; how they are cut doesn't change the values. What is
  /// returned is valid until the next call.
  virtual IndicatorOutputs Read(size_t begin, size_t end) = 0;
};

/// What the catalogue knows of an indicator. Made by DefineIndicator.
struct IndicatorDefinition {
  std::string name;
  /// What it measures, its formula and its source.
  std::string description;
  std::vector<ParameterDefinition> parameters;
  std::vector<std::string> outputs;
  /// It can't be computed from bars without volume.
  bool needs_volume = false;
  /// Number of bars before the first one with values; at least that where the
  /// times of the bars matter, too (pivot_points).
  size_t (*warm_up)(const ParameterSet& parameters);
  std::unique_ptr<IncrementalIndicator> (*create)(
      const ParameterSet& parameters);
  /// The batch form: the same updates in a loop without virtual calls.
  /// CANCELLED once `stop` is requested.
  absl::StatusOr<IndicatorSeries> (*compute)(const ParameterSet& parameters,
                                             const BarSeries& bars,
                                             std::stop_token stop);
  /// The same values without columns.
  std::unique_ptr<IndicatorReader> (*open)(
      const ParameterSet& parameters, std::shared_ptr<const BarSeries> bars);
};

/// Where a computation gets its indicators from: computed on the spot, or
/// shared between workflows.
class IndicatorSource {
 public:
  virtual ~IndicatorSource() = default;
  /// INVALID_ARGUMENT for an unknown indicator, bad parameters or bars without
  /// the volume that it needs; CANCELLED once `stop` is requested.
  virtual absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop) = 0;

  /// The same values for going through them once. A source that keeps columns
  /// reads them, which is what this does; one that doesn't computes as it goes.
  /// Errors as Get.
  virtual absl::StatusOr<std::unique_ptr<IndicatorReader>> Open(
      const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
      std::stop_token stop);
};

}  // namespace admf
