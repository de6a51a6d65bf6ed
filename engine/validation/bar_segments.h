#pragma once

#include <cstdint>

namespace admf {

/// The bars [begin, end) of a series.
struct BarRange {
  int64_t begin = 0;
  int64_t end = 0;

  int64_t size() const { return end - begin; }

  friend bool operator==(const BarRange&, const BarRange&) = default;
};

}  // namespace admf
