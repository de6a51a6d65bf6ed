#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace admf {

/// Numbers the points of a space whose dimensions can all be counted, without
/// listing them. Dimensions may depend on others: then they form trees, and a
/// level of a parent has as many points as its active children have together.
///
/// Roots and the children of one level are ordered like digits, the last one
/// fastest; without conditions the whole is a mixed radix number.
///
/// Immutable, a value type.
class GridOrder {
 public:
  /// The most points that are counted.
  static constexpr int64_t kMostPoints = int64_t{1} << 62;
  /// The level of an inactive dimension.
  static constexpr int64_t kInactive = -1;

  struct Child {
    size_t dimension = 0;
    /// Levels of the parent at which it is active, ascending.
    std::vector<int64_t> levels;
  };

  struct Dimension {
    int64_t level_count = 0;
    std::vector<Child> children;
  };

  /// An order without points.
  GridOrder() = default;
  /// `parents_first` has every dimension once, parents before their children;
  /// `roots` those without a parent, ascending.
  GridOrder(std::vector<Dimension> dimensions, std::vector<size_t> roots,
            std::span<const size_t> parents_first);

  /// Nothing if there are more than kMostPoints.
  std::optional<int64_t> size() const { return size_; }

  /// One level for each dimension. 0 <= index < size().
  std::vector<int64_t> LevelsAt(int64_t index) const;
  int64_t IndexOf(std::span<const int64_t> levels) const;

 private:
  /// Levels in a row that have the same number of points each.
  struct Run {
    int64_t first_level = 0;
    int64_t level_count = 0;
    /// Number of points before the first level, and of each level.
    int64_t begin = 0;
    int64_t points = 1;
    /// The active children, ascending.
    std::vector<size_t> children;
  };

  struct Counted {
    std::vector<Run> runs;
    /// Of the dimension and all that depends on it.
    int64_t points = 0;
  };

  /// False if there are too many.
  bool Count(const Dimension& dimension, Counted* counted) const;
  void Place(std::span<const size_t> digits, int64_t index,
             std::vector<int64_t>* levels) const;
  int64_t Number(std::span<const size_t> digits,
                 std::span<const int64_t> levels) const;

  std::vector<Counted> dimensions_;
  std::vector<size_t> roots_;
  std::optional<int64_t> size_;
};

}  // namespace admf
