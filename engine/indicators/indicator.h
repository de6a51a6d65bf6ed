#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/parameter.h"
#include "engine/data/bars.h"

namespace admf {

/// An indicator over a series of bars: one or more columns as long as the bars, NaN before the warm-up is over.
/// Immutable and shared.
struct IndicatorSeries {
  /// One column per output, in the order of IndicatorDefinition::outputs.
  std::vector<std::vector<double>> outputs;
  /// Index of the first bar at which all outputs have a value; the number of bars if there is none.
  size_t warm_up = 0;

  std::span<const double> output(size_t i) const { return outputs[i]; }
  size_t bytes() const;
};

/// Names one indicator with its parameters, such as sma(period=10).
struct IndicatorSpec {
  std::string name;
  std::map<std::string, ParameterValue> parameters;

  /// Canonical text: equal specs have equal texts, parameters sorted by name.
  std::string ToString() const;
};

/// An indicator as it goes from bar to bar. This is the one implementation of its formula: the batch form runs
/// it over all bars, a live session bar by bar, so that research and trading can't differ.
class IncrementalIndicator {
 public:
  virtual ~IncrementalIndicator() = default;
  /// Takes bar `i` of `bars` (bars are taken in order, none left out) and writes one value per output; NaN
  /// before the warm-up is over.
  virtual void Update(const BarSeries& bars, size_t i, std::span<double> outputs) = 0;
};

/// What the catalogue knows of an indicator.
struct IndicatorDefinition {
  std::string name;
  /// What it measures, its formula and its source.
  std::string description;
  std::vector<ParameterDefinition> parameters;
  std::vector<std::string> outputs;
  std::unique_ptr<IncrementalIndicator> (*create)(const ParameterSet& parameters);
  /// The batch form: the same updates in a loop without virtual calls. CANCELLED once `stop` is requested.
  absl::StatusOr<IndicatorSeries> (*compute)(const ParameterSet& parameters, const BarSeries& bars,
                                             std::stop_token stop);
};

/// All indicators, by name. Constant.
std::span<const IndicatorDefinition> IndicatorCatalogue();
/// nullptr if there is none of that name.
const IndicatorDefinition* FindIndicator(std::string_view name);

/// Computes an indicator over all bars. INVALID_ARGUMENT for an unknown name or bad parameters.
absl::StatusOr<IndicatorSeries> ComputeIndicator(const IndicatorSpec& spec, const BarSeries& bars,
                                                 std::stop_token stop);

/// Where a computation gets its indicators from: computed on the spot, or shared between workflows.
class IndicatorSource {
 public:
  virtual ~IndicatorSource() = default;
  virtual absl::StatusOr<std::shared_ptr<const IndicatorSeries>> Get(const IndicatorSpec& spec,
                                                                     const std::shared_ptr<const BarSeries>& bars,
                                                                     std::stop_token stop) = 0;
};

}  // namespace admf
