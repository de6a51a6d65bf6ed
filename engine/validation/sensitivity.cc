#include "engine/validation/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/status/status.h"

namespace admf {
namespace {

/// Takes the greater of both, where there is one.
void TakeGreater(double value, std::optional<double>* greatest) {
  *greatest = *greatest ? std::max(**greatest, value) : value;
}

ParameterSensitivity MeasureOne(double score,
                                const ParameterNeighbours& neighbours) {
  ParameterSensitivity result;
  result.parameter = neighbours.parameter;
  result.drop.resize(std::max(neighbours.down.size(), neighbours.up.size()));
  for (const auto* side : {&neighbours.down, &neighbours.up}) {
    for (size_t step = 0; step < side->size(); ++step) {
      const std::optional<double>& neighbour = (*side)[step];
      if (!neighbour) continue;
      // Not left out: nothing is known to be worse.
      const double drop = std::isnan(*neighbour)
                              ? std::numeric_limits<double>::infinity()
                              : (score - *neighbour) / std::abs(score);
      TakeGreater(drop, &result.drop[step]);
      TakeGreater(drop, &result.worst);
      ++result.neighbours;
    }
  }
  return result;
}

}  // namespace

absl::StatusOr<Sensitivity> MeasureSensitivity(
    double score, std::span<const ParameterNeighbours> parameters) {
  if (score == 0) {
    return absl::FailedPreconditionError(
        "the score is zero, so that no fall is a part of it");
  }
  Sensitivity result;
  std::optional<double> worst_at_one_step, worst;
  for (size_t i = 0; i < parameters.size(); ++i) {
    ParameterSensitivity one = MeasureOne(score, parameters[i]);
    if (!one.drop.empty() && one.drop[0]) {
      TakeGreater(*one.drop[0], &worst_at_one_step);
    }
    if (one.worst && (!worst || *one.worst > *worst)) {
      worst = one.worst;
      result.worst_parameter = i;
    }
    result.parameters.push_back(std::move(one));
  }
  if (!worst_at_one_step) {
    return absl::FailedPreconditionError(
        "no parameter has a neighbour one step away");
  }
  result.worst_at_one_step = *worst_at_one_step;
  result.worst = *worst;
  return result;
}

}  // namespace admf
