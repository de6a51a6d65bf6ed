#include "engine/search/sobol_sequence.h"

#include "engine/base/check.h"

namespace admf {

SobolSequence::SobolSequence(size_t dimensions)
    : dimensions_(dimensions), engine_(dimensions) {
  CHECK(dimensions >= 1 && dimensions <= kMostDimensions);
}

std::vector<uint64_t> SobolSequence::Next() {
  std::vector<uint64_t> point(dimensions_);
  // Boost leaves the point 0 out.
  if (began_) engine_.generate(point.begin(), point.end());
  began_ = true;
  return point;
}

}  // namespace admf
