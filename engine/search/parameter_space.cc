#include "engine/search/parameter_space.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

using Kind = SearchDimension::Kind;

/// Doubles up to here count by one.
constexpr double kTwo53 = 9007199254740992.0;
constexpr double kMostLevels = 1e12;

std::string ToText(double number) { return ToString(ParameterValue(number)); }

/// Collects what is wrong with one dimension.
class DimensionCheck {
 public:
  DimensionCheck(const SearchDimension& dimension,
                 std::vector<SpaceProblem>* problems)
      : dimension_(dimension), problems_(*problems) {}

  void CheckValues() {
    if (dimension_.kind == Kind::kChoices) {
      CheckChoices();
    } else {
      CheckRange();
    }
  }

  /// `scales` has nothing where a dimension is wrong itself.
  void CheckCondition(const std::vector<SearchDimension>& dimensions,
                      const std::vector<std::optional<DimensionScale>>& scales);

  template <typename... Parts>
  void Add(const char* key, const Parts&... parts) {
    problems_.push_back(
        {dimension_.name, key, std::nullopt, absl::StrCat(parts...)});
  }

 private:
  void CheckChoices() {
    if (dimension_.choices.empty()) {
      Add("values", "has no values; list at least one");
    }
    for (size_t i = 0; i < dimension_.choices.size(); ++i) {
      const auto end = dimension_.choices.begin() + static_cast<ptrdiff_t>(i);
      if (std::none_of(dimension_.choices.begin(), end,
                       [&](const ParameterValue& earlier) {
                         return IsSameValue(earlier, *end);
                       })) {
        continue;
      }
      Add("values", "lists ", ToString(*end), " twice; list each value once");
      problems_.back().index = i;
    }
  }

  void CheckWhole(const char* key, const char* what, double number) {
    if (std::trunc(number) == number && std::abs(number) <= kTwo53) return;
    Add(key, what, " of whole numbers must be a whole number, not ",
        ToText(number));
  }

  void CheckRange() {
    const double minimum = dimension_.minimum;
    const double maximum = dimension_.maximum;
    const size_t before = problems_.size();
    if (!std::isfinite(minimum) || !std::isfinite(maximum) ||
        !std::isfinite(maximum - minimum)) {
      Add("", "minimum and maximum must be finite numbers");
      return;
    }
    if (minimum > maximum) {
      Add("min", "the minimum ", ToText(minimum), " is above the maximum ",
          ToText(maximum), "; exchange them");
    }
    if (dimension_.log_scale && minimum <= 0) {
      Add("min", "a logarithmic scale needs a minimum above 0, not ",
          ToText(minimum), "; raise it or use a linear scale");
    }
    if (dimension_.step &&
        !(*dimension_.step > 0 && std::isfinite(*dimension_.step))) {
      Add("step", "the step must be above 0, not ", ToText(*dimension_.step));
    } else if (dimension_.kind == Kind::kInteger) {
      CheckWhole("step", "the step", dimension_.step.value_or(1));
    }
    if (dimension_.kind == Kind::kInteger) {
      CheckWhole("min", "the minimum", minimum);
      CheckWhole("max", "the maximum", maximum);
    }
    if (problems_.size() > before) return;
    const double step = dimension_.kind == Kind::kInteger
                            ? dimension_.step.value_or(1)
                            : dimension_.step.value_or(0);
    if (step > 0 && (maximum - minimum) / step > kMostLevels) {
      Add("step", "has more than ", ToText(kMostLevels),
          " values; take a larger step");
    }
  }

  const SearchDimension& dimension_;
  std::vector<SpaceProblem>& problems_;
};

std::optional<size_t> FindByName(const std::vector<SearchDimension>& sorted,
                                 std::string_view name) {
  const auto found = std::lower_bound(
      sorted.begin(), sorted.end(), name,
      [](const SearchDimension& dimension, std::string_view wanted) {
        return dimension.name < wanted;
      });
  if (found == sorted.end() || found->name != name) return std::nullopt;
  return found - sorted.begin();
}

void DimensionCheck::CheckCondition(
    const std::vector<SearchDimension>& dimensions,
    const std::vector<std::optional<DimensionScale>>& scales) {
  const ParameterCondition& when = *dimension_.when;
  const auto parent = FindByName(dimensions, when.name);
  if (!parent) {
    std::vector<std::string> names;
    for (const auto& one : dimensions) names.push_back(one.name);
    const std::string near = NearestName(when.name, names);
    Add("when", "depends on ", when.name, ", which is not varied; ",
        near.empty() ? "vary it, too, or leave the condition out"
                     : absl::StrCat("did you mean ", near, "?"));
    return;
  }
  if (when.values.empty()) {
    Add("when", "depends on no value of ", when.name, "; name at least one");
  }
  const auto& scale = scales[*parent];
  if (!scale) return;
  if (!scale->level_count()) {
    Add("when", "depends on ", when.name,
        ", which has no countable values; give that one a step");
    return;
  }
  for (size_t i = 0; i < when.values.size(); ++i) {
    if (scale->Contains(when.values[i])) continue;
    Add("when", "depends on ", when.name, " = ", ToString(when.values[i]),
        ", which is none of its values");
    problems_.back().index = i;
  }
}

/// The dimensions, each after the one that it depends on; without those whose
/// conditions go in a circle.
std::vector<size_t> ParentsFirst(
    const std::vector<std::optional<size_t>>& parents) {
  std::vector<size_t> order;
  std::vector<bool> placed(parents.size());
  // Round after round those whose parents are there.
  for (bool found = true; found;) {
    found = false;
    for (size_t i = 0; i < parents.size(); ++i) {
      if (placed[i] || (parents[i] && !placed[*parents[i]])) continue;
      placed[i] = found = true;
      order.push_back(i);
    }
  }
  return order;
}

std::vector<std::optional<size_t>> ParentsOf(
    const std::vector<SearchDimension>& sorted) {
  std::vector<std::optional<size_t>> parents;
  for (const SearchDimension& dimension : sorted) {
    parents.push_back(dimension.when ? FindByName(sorted, dimension.when->name)
                                     : std::nullopt);
  }
  return parents;
}

void FindCircles(const std::vector<SearchDimension>& dimensions,
                 std::vector<SpaceProblem>* problems) {
  std::vector<bool> in_circle(dimensions.size(), true);
  for (const size_t i : ParentsFirst(ParentsOf(dimensions))) {
    in_circle[i] = false;
  }
  for (size_t i = 0; i < dimensions.size(); ++i) {
    if (!in_circle[i]) continue;
    DimensionCheck(dimensions[i], problems)
        .Add("when", "depends on ", dimensions[i].when->name,
             ", which depends on it in a circle; leave one of the conditions "
             "out");
  }
}

void SortByName(std::vector<SearchDimension>* dimensions) {
  std::sort(dimensions->begin(), dimensions->end(),
            [](const SearchDimension& a, const SearchDimension& b) {
              return a.name < b.name;
            });
}

}  // namespace

std::vector<SpaceProblem> ParameterSpace::FindProblems(
    std::vector<SearchDimension> dimensions) {
  std::vector<SpaceProblem> problems;
  if (dimensions.empty()) {
    return {{"", "", std::nullopt,
             "there are no parameters to vary; name at least one"}};
  }
  if (dimensions.size() > kMostDimensions) {
    return {{"", "", std::nullopt,
             absl::StrCat("there are ", dimensions.size(), " parameters; ",
                          kMostDimensions, " are the limit")}};
  }
  SortByName(&dimensions);
  std::vector<std::optional<DimensionScale>> scales;
  for (size_t i = 0; i < dimensions.size(); ++i) {
    const size_t before = problems.size();
    DimensionCheck check(dimensions[i], &problems);
    if (dimensions[i].name.empty()) {
      problems.push_back({"", "", std::nullopt, "a parameter has no name"});
    }
    check.CheckValues();
    if (i > 0 && dimensions[i].name == dimensions[i - 1].name) {
      check.Add("", "is there twice; name each one once");
    }
    scales.push_back(problems.size() > before
                         ? std::nullopt
                         : std::optional(DimensionScale(dimensions[i])));
  }
  for (const SearchDimension& dimension : dimensions) {
    if (!dimension.when) continue;
    DimensionCheck(dimension, &problems).CheckCondition(dimensions, scales);
  }
  FindCircles(dimensions, &problems);
  return problems;
}

absl::StatusOr<ParameterSpace> ParameterSpace::Create(
    std::vector<SearchDimension> dimensions) {
  const std::vector<SpaceProblem> problems = FindProblems(dimensions);
  if (!problems.empty()) {
    const SpaceProblem& first = problems.front();
    return absl::InvalidArgumentError(
        first.name.empty()
            ? first.description
            : absl::StrCat("parameter ", first.name, ": ", first.description));
  }
  SortByName(&dimensions);
  ParameterSpace space;
  space.dimensions_ = std::move(dimensions);
  for (const SearchDimension& dimension : space.dimensions_) {
    space.scales_.emplace_back(dimension);
    space.has_conditions_ |= dimension.when.has_value();
  }
  space.parents_ = ParentsOf(space.dimensions_);
  space.parents_first_ = ParentsFirst(space.parents_);
  space.grid_ = space.MakeGrid();
  return space;
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
  return FindByName(dimensions_, name);
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
