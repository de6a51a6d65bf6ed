#include "engine/search/parameter_space.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

using Kind = SearchDimension::Kind;

/// Doubles up to here count by one.
constexpr double kTwo53 = 9007199254740992.0;
constexpr double kMostLevels = 1e12;

template <typename... Parts>
absl::Status Invalid(const SearchDimension& dimension, const Parts&... parts) {
  return absl::InvalidArgumentError(
      absl::StrCat("parameter ", dimension.name, ": ", parts...));
}

std::string Text(double number) { return ToString(ParameterValue(number)); }

absl::Status CheckChoices(const SearchDimension& dimension) {
  if (dimension.choices.empty()) {
    return Invalid(dimension, "has no values; list at least one");
  }
  for (size_t i = 0; i < dimension.choices.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (IsSameValue(dimension.choices[i], dimension.choices[j])) {
        return Invalid(dimension, "lists ", ToString(dimension.choices[i]),
                       " twice; list each value once");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckWhole(const SearchDimension& dimension, const char* what,
                        double number) {
  if (std::trunc(number) == number && std::abs(number) <= kTwo53) {
    return absl::OkStatus();
  }
  return Invalid(dimension, what, " of whole numbers must be a whole number, ",
                 "not ", Text(number));
}

absl::Status CheckRange(const SearchDimension& dimension) {
  const double minimum = dimension.minimum;
  const double maximum = dimension.maximum;
  if (!std::isfinite(minimum) || !std::isfinite(maximum) ||
      !std::isfinite(maximum - minimum)) {
    return Invalid(dimension, "minimum and maximum must be finite numbers");
  }
  if (minimum > maximum) {
    return Invalid(dimension, "the minimum ", Text(minimum),
                   " is above the maximum ", Text(maximum), "; exchange them");
  }
  if (dimension.log_scale && minimum <= 0) {
    return Invalid(dimension, "a logarithmic scale needs a minimum above 0, ",
                   "not ", Text(minimum), "; raise it or use a linear scale");
  }
  if (dimension.step &&
      !(*dimension.step > 0 && std::isfinite(*dimension.step))) {
    return Invalid(dimension, "the step must be above 0, not ",
                   Text(*dimension.step));
  }
  if (dimension.kind == Kind::kInteger) {
    RETURN_IF_ERROR(CheckWhole(dimension, "the minimum", minimum));
    RETURN_IF_ERROR(CheckWhole(dimension, "the maximum", maximum));
    RETURN_IF_ERROR(
        CheckWhole(dimension, "the step", dimension.step.value_or(1)));
  }
  const double step = dimension.kind == Kind::kInteger
                          ? dimension.step.value_or(1)
                          : dimension.step.value_or(0);
  if (step > 0 && (maximum - minimum) / step > kMostLevels) {
    return Invalid(dimension, "has more than ", Text(kMostLevels),
                   " values; take a larger step");
  }
  return absl::OkStatus();
}

absl::Status CheckDimension(const SearchDimension& dimension) {
  if (dimension.name.empty()) {
    return absl::InvalidArgumentError("a parameter has no name");
  }
  return dimension.kind == Kind::kChoices ? CheckChoices(dimension)
                                          : CheckRange(dimension);
}

}  // namespace

absl::StatusOr<ParameterSpace> ParameterSpace::Create(
    std::vector<SearchDimension> dimensions) {
  if (dimensions.empty()) {
    return absl::InvalidArgumentError(
        "there are no parameters to vary; name at least one");
  }
  if (dimensions.size() > kMostDimensions) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", dimensions.size(), " parameters; ",
                     kMostDimensions, " are the limit"));
  }
  std::sort(dimensions.begin(), dimensions.end(),
            [](const SearchDimension& a, const SearchDimension& b) {
              return a.name < b.name;
            });
  for (size_t i = 0; i < dimensions.size(); ++i) {
    RETURN_IF_ERROR(CheckDimension(dimensions[i]));
    if (i > 0 && dimensions[i].name == dimensions[i - 1].name) {
      return Invalid(dimensions[i], "is there twice; name each one once");
    }
  }
  ParameterSpace space;
  space.dimensions_ = std::move(dimensions);
  for (const SearchDimension& dimension : space.dimensions_) {
    space.scales_.emplace_back(dimension);
  }
  RETURN_IF_ERROR(space.Link());
  space.grid_ = space.MakeGrid();
  return space;
}

absl::Status ParameterSpace::Link() {
  parents_.assign(dimensions_.size(), std::nullopt);
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const SearchDimension& dimension = dimensions_[i];
    if (!dimension.when) continue;
    has_conditions_ = true;
    const auto parent = IndexOf(dimension.when->name);
    if (!parent) {
      std::vector<std::string> names;
      for (const auto& one : dimensions_) names.push_back(one.name);
      const std::string near = NearestName(dimension.when->name, names);
      return Invalid(dimension, "depends on ", dimension.when->name,
                     ", which is not varied; ",
                     near.empty() ? "vary it, too, or leave the condition out"
                                  : absl::StrCat("did you mean ", near, "?"));
    }
    if (!scales_[*parent].level_count()) {
      return Invalid(dimension, "depends on ", dimension.when->name,
                     ", which has no countable values; give that one a step");
    }
    if (dimension.when->values.empty()) {
      return Invalid(dimension, "depends on no value of ", dimension.when->name,
                     "; name at least one");
    }
    for (const ParameterValue& value : dimension.when->values) {
      if (!scales_[*parent].Contains(value)) {
        return Invalid(dimension, "depends on ", dimension.when->name, " = ",
                       ToString(value), ", which is none of its values");
      }
    }
    parents_[i] = parent;
  }
  // Round after round those whose parents are there.
  std::vector<bool> placed(dimensions_.size());
  for (bool found = true; found;) {
    found = false;
    for (size_t i = 0; i < dimensions_.size(); ++i) {
      if (placed[i] || (parents_[i] && !placed[*parents_[i]])) continue;
      placed[i] = found = true;
      parents_first_.push_back(i);
    }
  }
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    if (placed[i]) continue;
    return Invalid(dimensions_[i], "depends on ", dimensions_[i].when->name,
                   ", which depends on it in a circle; leave one of the "
                   "conditions out");
  }
  return absl::OkStatus();
}

GridOrder ParameterSpace::MakeGrid() const {
  std::vector<GridOrder::Dimension> counted(dimensions_.size());
  std::vector<size_t> roots;
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    if (!scales_[i].level_count()) return GridOrder();
    counted[i].level_count = *scales_[i].level_count();
    if (!parents_[i]) {
      roots.push_back(i);
      continue;
    }
    GridOrder::Child child{.dimension = i};
    for (const ParameterValue& value : dimensions_[i].when->values) {
      child.levels.push_back(*scales_[*parents_[i]].LevelOf(value));
    }
    std::sort(child.levels.begin(), child.levels.end());
    child.levels.erase(std::unique(child.levels.begin(), child.levels.end()),
                       child.levels.end());
    counted[*parents_[i]].children.push_back(std::move(child));
  }
  return GridOrder(std::move(counted), std::move(roots), parents_first_);
}

std::optional<size_t> ParameterSpace::IndexOf(std::string_view name) const {
  const auto found = std::lower_bound(
      dimensions_.begin(), dimensions_.end(), name,
      [](const SearchDimension& dimension, std::string_view wanted) {
        return dimension.name < wanted;
      });
  if (found == dimensions_.end() || found->name != name) return std::nullopt;
  return found - dimensions_.begin();
}

bool ParameterSpace::IsActive(size_t dimension,
                              const SearchPoint& point) const {
  if (!parents_[dimension]) return true;
  const auto& value = point[*parents_[dimension]];
  if (!value) return false;
  const auto& values = dimensions_[dimension].when->values;
  return std::any_of(
      values.begin(), values.end(),
      [&](const ParameterValue& one) { return IsSameValue(one, *value); });
}

SearchPoint ParameterSpace::GridPoint(int64_t index) const {
  const std::vector<int64_t> levels = grid_.LevelsAt(index);
  SearchPoint point(levels.size());
  for (size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == GridOrder::kInactive) continue;
    point[i] = scales_[i].ValueOfLevel(levels[i]);
  }
  return point;
}

std::optional<int64_t> ParameterSpace::GridIndex(
    const SearchPoint& point) const {
  if (!grid_.size()) return std::nullopt;
  std::vector<int64_t> levels(point.size(), GridOrder::kInactive);
  for (size_t i = 0; i < point.size(); ++i) {
    if (point[i]) levels[i] = scales_[i].LevelOf(*point[i]).value();
  }
  return grid_.IndexOf(levels);
}

SearchPoint ParameterSpace::FromUnit(std::span<const double> unit) const {
  CHECK(unit.size() == dimensions_.size());
  SearchPoint point(unit.size());
  for (const size_t i : parents_first_) {
    if (IsActive(i, point)) point[i] = scales_[i].FromUnit(unit[i]);
  }
  return point;
}

std::vector<double> ParameterSpace::ToUnit(const SearchPoint& point) const {
  std::vector<double> unit(point.size(), 0.5);
  for (size_t i = 0; i < point.size(); ++i) {
    if (point[i]) unit[i] = scales_[i].ToUnit(*point[i]);
  }
  return unit;
}

bool ParameterSpace::Contains(const SearchPoint& point) const {
  if (point.size() != dimensions_.size()) return false;
  for (size_t i = 0; i < point.size(); ++i) {
    if (IsActive(i, point) != point[i].has_value()) return false;
    if (point[i] && !scales_[i].Contains(*point[i])) return false;
  }
  return true;
}

std::vector<SearchPoint> ParameterSpace::Neighbours(
    const SearchPoint& point) const {
  CHECK(Contains(point));
  std::vector<SearchPoint> neighbours;
  for (size_t i = 0; i < point.size(); ++i) {
    if (!point[i]) continue;
    for (ParameterValue& value : scales_[i].Neighbours(*point[i])) {
      SearchPoint neighbour = point;
      neighbour[i] = std::move(value);
      // What is active in the same dimensions is a point again.
      if (Contains(neighbour)) neighbours.push_back(std::move(neighbour));
    }
  }
  return neighbours;
}

std::string ParameterSpace::PointText(const SearchPoint& point) const {
  std::vector<std::string> parts;
  for (size_t i = 0; i < point.size(); ++i) {
    if (!point[i]) continue;
    parts.push_back(
        absl::StrCat(dimensions_[i].name, "=", ToString(*point[i])));
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace admf
