#include "engine/search/genetic_operators.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace admf {
namespace {

/// Genes nearer to each other than this are equal.
constexpr double kEqual = 1e-14;

/// The spread factor of one child, when `room` is how far its parent is from
/// the bound, as a part of the parents' distance.
double Spread(double room, double index, double uniform) {
  const double beta = 1 + 2 * room;
  const double alpha = 2 - std::pow(beta, -(index + 1));
  const double area = uniform * alpha;
  return std::pow(uniform <= 1 / alpha ? area : 1 / (2 - area),
                  1 / (index + 1));
}

}  // namespace

void CrossGenes(double index, Random* random, double* a, double* b) {
  const double low = std::min(*a, *b);
  const double high = std::max(*a, *b);
  const double distance = high - low;
  if (distance <= kEqual) return;
  const double uniform = random->NextUniform();
  const double middle = (low + high) / 2;
  const double down = Spread(low / distance, index, uniform) * distance / 2;
  const double up =
      Spread((1 - high) / distance, index, uniform) * distance / 2;
  *a = std::clamp(middle - down, 0.0, 1.0);
  *b = std::clamp(middle + up, 0.0, 1.0);
  if (random->NextBelow(2) == 1) std::swap(*a, *b);
}

double MutateGene(double index, Random* random, double gene) {
  const double uniform = random->NextUniform();
  const double power = 1 / (index + 1);
  const bool is_down = uniform < 0.5;
  const double tail = is_down ? 2 * uniform : 2 * (1 - uniform);
  const double room = is_down ? gene : 1 - gene;
  const double reach =
      1 - std::pow(tail + (1 - tail) * std::pow(1 - room, index + 1), power);
  return std::clamp(is_down ? gene - reach : gene + reach, 0.0, 1.0);
}

}  // namespace admf
