#pragma once

#include <cstdint>
#include <string>

namespace admf {

/// What became of the points that a sampler has looked at, by their number. A
/// value type.
struct DrawnPoints {
  int64_t count = 0;
  /// Those that the constraints on parameters exclude.
  int64_t excluded = 0;
  /// Those that the constraints allow, but that are no valid runs.
  int64_t invalid = 0;
  /// The first one of these, and what is wrong with it.
  std::string example = {};
};

}  // namespace admf
