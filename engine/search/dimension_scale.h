#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// Where the values of one dimension lie on the line from 0 to 1, on which all
/// samplers work.
///
/// - Choices share the line equally, in their order.
/// - Whole numbers and real ones with a step share it equally, too; on a
///   logarithmic scale each has what lies nearer to it than to the next value.
/// - Real numbers without a step lie linearly or, on a logarithmic scale, by
///   their logarithm.
///
/// What can be counted has levels, numbered from 0. The value of level k of a
/// step is minimum + k x step, rounded to 12 significant digits, so that the
/// third of 0.1, 0.2, ... is 0.3 and not 0.30000000000000004.
///
/// Immutable, a value type. The dimension must be one that ParameterSpace
/// accepts.
class DimensionScale {
 public:
  explicit DimensionScale(const SearchDimension& dimension);

  /// Number of values; nothing of a real dimension without a step.
  std::optional<int64_t> level_count() const { return level_count_; }
  /// CHECK-fails for another level than 0 to level_count() - 1.
  ParameterValue ValueOfLevel(int64_t level) const;
  /// Nothing for a value that the dimension doesn't have, or without levels.
  std::optional<int64_t> LevelOf(const ParameterValue& value) const;

  /// The value at a place; places outside of [0, 1) count as the nearest one.
  ParameterValue FromUnit(double unit) const;
  /// The level of that value. CHECK-fails without levels.
  int64_t LevelAt(double unit) const;
  /// The middle of the value's share. CHECK-fails for a value that the
  /// dimension doesn't have.
  double ToUnit(const ParameterValue& value) const;
  /// The share of a level: begin and end.
  std::pair<double, double> ShareOfLevel(int64_t level) const;

  bool Contains(const ParameterValue& value) const;

  /// The values one step below and above, where there are such: the levels
  /// beside it, or for a real number without a step 1/20 of the line away.
  std::vector<ParameterValue> Neighbours(const ParameterValue& value) const;

  /// How far neighbours of a real number without a step are.
  static constexpr double kRealStep = 1.0 / 20;

 private:
  /// Of real numbers without a step, and of steps on a logarithmic scale.
  double NumberAt(double unit) const;
  double UnitOfNumber(double number) const;
  double NumberOfLevel(int64_t level) const;

  SearchDimension::Kind kind_;
  std::vector<ParameterValue> choices_;
  double minimum_;
  double maximum_;
  double step_ = 0;
  bool log_scale_;
  std::optional<int64_t> level_count_;
  /// The ends of the line: numbers, or their logarithms.
  double line_begin_ = 0;
  double line_end_ = 0;
};

}  // namespace admf
