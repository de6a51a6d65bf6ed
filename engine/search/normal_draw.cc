#include "engine/search/normal_draw.h"

#include <cmath>
#include <numbers>

namespace admf {

double DrawNormal(Random* random) {
  // 1 - u is in (0, 1].
  const double radius = std::sqrt(-2 * std::log(1 - random->NextUniform()));
  return radius * std::cos(2 * std::numbers::pi * random->NextUniform());
}

}  // namespace admf
