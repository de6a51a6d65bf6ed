#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// The scores around the chosen parameters where one of them moves and the
/// others stay. Higher is better: turn the sign of what is to be small.
struct ParameterNeighbours {
  std::string parameter;
  /// [0] is one step away, [1] two, and so on. Nothing where there is no such
  /// set; NaN where it has no score, which is an infinite fall.
  std::vector<std::optional<double>> down;
  std::vector<std::optional<double>> up;
};

/// How much the score falls when a parameter moves: (score - neighbour's) /
/// |score|. 0.3 is a fall by 30 %; below zero the neighbour is better.
struct ParameterSensitivity {
  std::string parameter;
  /// The greater fall of both sides at one step, at two, and so on; nothing
  /// where there is no neighbour.
  std::vector<std::optional<double>> drop;
  /// The greatest of all; nothing if there is no neighbour.
  std::optional<double> worst;
  /// Neighbours that there are.
  int64_t neighbours = 0;
};

struct Sensitivity {
  /// In the order given.
  std::vector<ParameterSensitivity> parameters;
  /// The greatest fall at one step of any parameter, and at all steps, and the
  /// index of the parameter where the latter is, the first of equal ones.
  double worst_at_one_step = 0;
  double worst = 0;
  size_t worst_parameter = 0;
};

/// How far from flat the ground around the chosen parameters is: a peak that
/// falls steeply on all sides was hit by luck (Pardo 2008, chapter 10, on
/// robust parameter sets). FAILED_PRECONDITION with the reason if the score is
/// zero, or no parameter has a neighbour at one step.
absl::StatusOr<Sensitivity> MeasureSensitivity(
    double score, std::span<const ParameterNeighbours> parameters);

}  // namespace admf
