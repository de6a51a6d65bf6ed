#include "engine/search/grid_order.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "engine/base/check.h"

namespace admf {
namespace {

/// a x b + c, unless it is more than kMostPoints.
std::optional<int64_t> MultiplyAdd(int64_t a, int64_t b, int64_t c) {
  const __int128 sum = static_cast<__int128>(a) * b + c;
  if (sum > GridOrder::kMostPoints) return std::nullopt;
  return static_cast<int64_t>(sum);
}

}  // namespace

GridOrder::GridOrder(std::vector<Dimension> dimensions,
                     std::vector<size_t> roots,
                     std::span<const size_t> parents_first)
    : dimensions_(dimensions.size()), roots_(std::move(roots)) {
  for (size_t i = parents_first.size(); i-- > 0;) {
    const size_t dimension = parents_first[i];
    if (!Count(dimensions[dimension], &dimensions_[dimension])) return;
  }
  int64_t points = 1;
  for (const size_t root : roots_) {
    const auto product = MultiplyAdd(points, dimensions_[root].points, 0);
    if (!product) return;
    points = *product;
  }
  size_ = points;
}

bool GridOrder::Count(const Dimension& dimension, Counted* counted) const {
  std::map<int64_t, std::vector<size_t>> children_at;
  for (const Child& child : dimension.children) {
    for (const int64_t level : child.levels) {
      children_at[level].push_back(child.dimension);
    }
  }
  const auto add = [counted](Run run) {
    run.begin = counted->points;
    const auto sum = MultiplyAdd(run.level_count, run.points, run.begin);
    if (!sum) return false;
    counted->points = *sum;
    if (run.level_count > 0) counted->runs.push_back(std::move(run));
    return true;
  };
  int64_t next = 0;
  for (auto& [level, children] : children_at) {
    if (!add({.first_level = next, .level_count = level - next})) return false;
    std::sort(children.begin(), children.end());
    Run run{.first_level = level, .level_count = 1};
    for (const size_t child : children) {
      const auto product =
          MultiplyAdd(run.points, dimensions_[child].points, 0);
      if (!product) return false;
      run.points = *product;
    }
    run.children = std::move(children);
    if (!add(std::move(run))) return false;
    next = level + 1;
  }
  return add(
      {.first_level = next, .level_count = dimension.level_count - next});
}

std::vector<int64_t> GridOrder::LevelsAt(int64_t index) const {
  CHECK(size_ && index >= 0 && index < *size_);
  std::vector<int64_t> levels(dimensions_.size(), kInactive);
  Place(roots_, index, &levels);
  return levels;
}

void GridOrder::Place(std::span<const size_t> digits, int64_t index,
                      std::vector<int64_t>* levels) const {
  for (size_t i = digits.size(); i-- > 0;) {
    const Counted& counted = dimensions_[digits[i]];
    const int64_t rest = index % counted.points;
    index /= counted.points;
    const auto behind = std::upper_bound(
        counted.runs.begin(), counted.runs.end(), rest,
        [](int64_t value, const Run& run) { return value < run.begin; });
    const Run& run = *std::prev(behind);
    const int64_t in_run = rest - run.begin;
    (*levels)[digits[i]] = run.first_level + in_run / run.points;
    Place(run.children, in_run % run.points, levels);
  }
}

int64_t GridOrder::IndexOf(std::span<const int64_t> levels) const {
  CHECK(size_ && levels.size() == dimensions_.size());
  return Number(roots_, levels);
}

int64_t GridOrder::Number(std::span<const size_t> digits,
                          std::span<const int64_t> levels) const {
  int64_t index = 0;
  for (const size_t digit : digits) {
    const Counted& counted = dimensions_[digit];
    const int64_t level = levels[digit];
    const auto behind = std::upper_bound(
        counted.runs.begin(), counted.runs.end(), level,
        [](int64_t value, const Run& run) { return value < run.first_level; });
    CHECK(behind != counted.runs.begin());
    const Run& run = *std::prev(behind);
    const int64_t in_run = level - run.first_level;
    CHECK(in_run < run.level_count);
    index = index * counted.points + run.begin + in_run * run.points +
            Number(run.children, levels);
  }
  return index;
}

}  // namespace admf
