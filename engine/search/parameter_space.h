#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/parameter.h"
#include "engine/search/dimension_scale.h"
#include "engine/search/grid_order.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// One thing that is wrong with a dimension.
struct SpaceProblem {
  /// Of the dimension; empty if it is all of them.
  std::string name;
  /// The part of it: `min`, `max`, `step`, `values`, `when`, or empty.
  std::string key;
  /// Of `values` and `when`, which one of the values, if it is one.
  std::optional<size_t> index = std::nullopt;
  /// What is wrong and what would be right.
  std::string description;
};

/// All points that a search may visit: the values that each parameter can take
/// and which parameters depend on others.
///
/// Immutable, a value type; safe for any number of threads.
class ParameterSpace {
 public:
  /// Points may have at most this many dimensions.
  static constexpr size_t kMostDimensions = 256;

  /// Sorts the dimensions by name and checks them. INVALID_ARGUMENT names the
  /// dimension, what is wrong and what would be right: no dimensions, a name
  /// twice, no or repeated choices, minimum above maximum, bounds that aren't
  /// finite (or whole, of integers), a logarithmic scale that doesn't begin
  /// above 0, a step that isn't positive, conditions on dimensions or values
  /// that aren't there, on real numbers without a step, or in a circle.
  static absl::StatusOr<ParameterSpace> Create(
      std::vector<SearchDimension> dimensions);

  /// Everything that Create would refuse: by the names of the dimensions, those
  /// of conditions behind the others.
  static std::vector<SpaceProblem> FindProblems(
      std::vector<SearchDimension> dimensions);

  /// Sorted by name; a point has its values in this order.
  const std::vector<SearchDimension>& dimensions() const { return dimensions_; }
  const DimensionScale& scale(size_t dimension) const {
    return scales_[dimension];
  }
  /// Every dimension, those that others depend on before these.
  std::span<const size_t> parents_first() const { return parents_first_; }
  /// The dimension whose value decides whether this one is active.
  std::optional<size_t> parent(size_t dimension) const {
    return parents_[dimension];
  }
  bool has_conditions() const { return has_conditions_; }
  std::optional<size_t> IndexOf(std::string_view name) const;

  /// Whether the dimension is active in `point`, whose values of the dimensions
  /// that it depends on are there.
  bool IsActive(size_t dimension, const SearchPoint& point) const;

  /// The number of different points. Nothing if there are infinitely many (a
  /// real dimension without a step) or more than 2^62.
  std::optional<int64_t> GridSize() const { return grid_.size(); }
  /// The point with this number, 0 <= index < GridSize(). Values go from the
  /// first choice or the minimum upwards, the last dimension fastest. Each
  /// point has one number: what differs in inactive dimensions only is one
  /// point. Takes time and memory independent of the grid's size. CHECK-fails
  /// without a GridSize or for another index.
  SearchPoint GridPoint(int64_t index) const;
  /// The number of a point of the space; nothing without a GridSize.
  std::optional<int64_t> GridIndex(const SearchPoint& point) const;

  /// The point at a place of the unit cube, one coordinate in [0, 1) for each
  /// dimension; those of inactive dimensions have no effect. See
  /// DimensionScale for what lies where.
  SearchPoint FromUnit(std::span<const double> unit) const;
  /// Where a point of the space lies: coordinates of which FromUnit makes it
  /// again, but for rounding of real numbers; 0.5 in inactive dimensions.
  std::vector<double> ToUnit(const SearchPoint& point) const;

  /// Whether `point` has a value of its dimension wherever a dimension is
  /// active, and none elsewhere.
  bool Contains(const SearchPoint& point) const;

  /// All points one step away from a point of the space in one dimension: see
  /// DimensionScale::Neighbours. The lower one comes first; dimensions go in
  /// order. A step that would make other dimensions active or inactive is
  /// none, because the point there would differ in more than one dimension.
  std::vector<SearchPoint> Neighbours(const SearchPoint& point) const;

  /// `fast_period=10 slow_period=20`: the same text for the same point, another
  /// one for every other point. Inactive dimensions are left out.
  std::string PointText(const SearchPoint& point) const;

 private:
  ParameterSpace() = default;

  GridOrder MakeGrid() const;

  std::vector<SearchDimension> dimensions_;
  std::vector<DimensionScale> scales_;
  std::vector<std::optional<size_t>> parents_;
  std::vector<size_t> parents_first_;
  bool has_conditions_ = false;
  GridOrder grid_;
};

}  // namespace admf
