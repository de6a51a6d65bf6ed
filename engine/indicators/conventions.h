#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "engine/catalog/parameter.h"

// What all indicators have in common.

namespace admf {

/// The value of an output before the warm-up is over. It compares false with
/// everything, so that no strategy decides on it.
inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

namespace internal {
template <size_t kCount>
constexpr std::array<double, kCount> AllUndefined() {
  std::array<double, kCount> outputs = {};
  for (double& output : outputs) output = kUndefined;
  return outputs;
}
}  // namespace internal

/// The outputs of an indicator while it warms up.
template <size_t kCount>
inline constexpr std::array<double, kCount> kUndefinedOutputs =
    internal::AllUndefined<kCount>();

/// The longest period in bars. CompensatedSum relies on it.
inline constexpr int64_t kLongestPeriod = 100'000;

/// Declares a parameter that counts bars.
inline ParameterDefinition PeriodParameter(std::string name,
                                           int64_t default_value,
                                           std::string description,
                                           int64_t shortest = 1) {
  return ParameterDefinition::Integer(std::move(name), default_value, shortest,
                                      kLongestPeriod, std::move(description));
}

}  // namespace admf
