#include "managers/validation/parameter_steps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/search/dimension_scale.h"

namespace admf {
namespace {

/// Steps over the range of a real number without steps of its own.
constexpr double kStepsOfRange = 20;

/// The numbers of a list, the lowest first.
std::vector<double> NumbersOf(const std::vector<ParameterValue>& choices) {
  std::vector<double> numbers;
  for (const ParameterValue& choice : choices) {
    if (const auto number = NumberOf(choice)) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// How many indices below `count` come before a boundary: is_before(i) holds
/// for the first ones, and for none after them.
template <typename IsBefore>
int64_t CountBefore(int64_t count, IsBefore is_before) {
  int64_t begin = 0;
  while (begin < count) {
    const int64_t middle = begin + (count - begin) / 2;
    if (is_before(middle)) {
      begin = middle + 1;
    } else {
      count = middle;
    }
  }
  return begin;
}

/// The next of `count` ascending numbers below `value` and above it. They are
/// looked up one by one: a range may have more than memory holds.
template <typename NumberAt>
std::map<int, double> NextOf(int64_t count, NumberAt number_at, double value,
                             int steps) {
  const int64_t below =
      CountBefore(count, [&](int64_t i) { return number_at(i) < value; });
  const int64_t above =
      CountBefore(count, [&](int64_t i) { return number_at(i) <= value; });
  std::map<int, double> moved;
  for (int i = 1; i <= steps; ++i) {
    if (below - i >= 0) moved[-i] = number_at(below - i);
    if (above + i <= count) moved[i] = number_at(above + i - 1);
  }
  return moved;
}

/// Equal steps, those from `lowest` to `highest`.
std::map<int, double> EqualSteps(double value, double step, int steps,
                                 double lowest, double highest) {
  std::map<int, double> moved;
  if (!(step > 0)) return moved;
  for (int i = -steps; i <= steps; ++i) {
    const double there = value + i * step;
    if (i != 0 && there >= lowest && there <= highest) moved[i] = there;
  }
  return moved;
}

}  // namespace

std::map<int, double> StepsAlong(const SearchDimension& dimension, double value,
                                 int steps) {
  if (dimension.kind == SearchDimension::Kind::kChoices) {
    const std::vector<double> numbers = NumbersOf(dimension.choices);
    return NextOf(
        static_cast<int64_t>(numbers.size()),
        [&](int64_t i) { return numbers[static_cast<size_t>(i)]; }, value,
        steps);
  }
  if (dimension.kind == SearchDimension::Kind::kReal && !dimension.step) {
    return EqualSteps(value,
                      (dimension.maximum - dimension.minimum) / kStepsOfRange,
                      steps, dimension.minimum, dimension.maximum);
  }
  const DimensionScale scale(dimension);
  return NextOf(
      *scale.level_count(),
      [&](int64_t i) { return *NumberOf(scale.ValueOfLevel(i)); }, value,
      steps);
}

std::map<int, double> StepsByFraction(double value, double fraction, bool whole,
                                      int steps) {
  double step = std::abs(value) * fraction;
  if (whole) step = std::max(1.0, std::round(step));
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return EqualSteps(value, step, steps, -kInfinity, kInfinity);
}

}  // namespace admf
