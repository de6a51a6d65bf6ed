#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"

namespace admf {

/// A dimension is there only where another one has one of some values:
/// `signal_period` only where `type` is macd.
struct ParameterCondition {
  /// Of the other dimension.
  std::string name;
  std::vector<ParameterValue> values;
};

/// A parameter that a search varies, and what it may become.
struct SearchDimension {
  enum class Kind {
    /// One of `choices`. Samplers take them to have no order.
    kChoices,
    /// A whole number: `minimum`, `minimum` + `step`, ... up to `maximum`.
    kInteger,
    /// A real number from `minimum` to `maximum`, both included; with a `step`
    /// only `minimum`, `minimum` + `step`, ...
    kReal
  };

  std::string name;
  Kind kind = Kind::kChoices;
  /// Different values; 1 and 1.0 are the same.
  std::vector<ParameterValue> choices = {};
  double minimum = 0;
  double maximum = 0;
  /// Of whole numbers it is 1 if none is given.
  std::optional<double> step = std::nullopt;
  /// Whether equal ratios are equally far: 10 to 20 as 100 to 200. Says where
  /// samplers look how often, not which values there are.
  bool log_scale = false;
  std::optional<ParameterCondition> when = std::nullopt;
};

/// Values of all dimensions of a ParameterSpace, in its order; nothing where a
/// dimension is inactive.
using SearchPoint = std::vector<std::optional<ParameterValue>>;

/// The number that a value is; nothing if it is a flag or a text.
std::optional<double> NumberOf(const ParameterValue& value);

/// Whether two values are the same one: numbers are compared as numbers,
/// whether they are kept as whole or real ones.
bool IsSameValue(const ParameterValue& a, const ParameterValue& b);

}  // namespace admf
