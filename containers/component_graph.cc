#include "containers/component_graph.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

using IndexByName = std::map<std::string_view, size_t>;
// For each component the indices of those it depends on.
using Dependencies = std::vector<std::vector<size_t>>;

absl::StatusOr<IndexByName> IndexNames(std::span<const ComponentSpec> specs) {
  IndexByName index_by_name;
  for (size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].name.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("component number ", i + 1, " has no name"));
    }
    if (specs[i].create == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(
          "component '", specs[i].name, "' has no function that makes it"));
    }
    if (!index_by_name.emplace(specs[i].name, i).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("two components are named '", specs[i].name, "'"));
    }
  }
  return index_by_name;
}

absl::StatusOr<Dependencies> ResolveDependencies(
    std::span<const ComponentSpec> specs, const IndexByName& index_by_name) {
  Dependencies dependencies(specs.size());
  for (size_t i = 0; i < specs.size(); ++i) {
    for (const std::string& name : specs[i].depends_on) {
      const auto found = index_by_name.find(name);
      if (found == index_by_name.end()) {
        return absl::InvalidArgumentError(
            absl::StrCat("component '", specs[i].name, "' depends on '", name,
                         "', which does not exist"));
      }
      dependencies[i].push_back(found->second);
    }
  }
  return dependencies;
}

// Each of the components that are not `placed` depends on another one of them,
// so that following them from any one ends in a circle.
absl::Status CircleError(std::span<const ComponentSpec> specs,
                         const Dependencies& dependencies,
                         const std::vector<bool>& placed) {
  const auto first = std::find(placed.begin(), placed.end(), false);
  size_t current = static_cast<size_t>(first - placed.begin());
  std::vector<size_t> path;
  auto start = path.end();
  while (start == path.end()) {
    path.push_back(current);
    current = *std::find_if(dependencies[current].begin(),
                            dependencies[current].end(),
                            [&placed](size_t i) { return !placed[i]; });
    start = std::find(path.begin(), path.end(), current);
  }
  std::vector<std::string> names;
  for (auto i = start; i != path.end(); ++i) names.push_back(specs[*i].name);
  names.push_back(specs[current].name);
  return absl::InvalidArgumentError(
      absl::StrCat("components depend on each other in a circle: ",
                   absl::StrJoin(names, " -> ")));
}

}  // namespace

absl::StatusOr<std::vector<size_t>> PlanStartOrder(
    std::span<const ComponentSpec> specs) {
  ASSIGN_OR_RETURN(const IndexByName index_by_name, IndexNames(specs));
  ASSIGN_OR_RETURN(const Dependencies dependencies,
                   ResolveDependencies(specs, index_by_name));
  std::vector<size_t> order;
  std::vector<bool> placed(specs.size(), false);
  // Containers have a handful of components, so looking through all of them
  // for the first that is ready is as good as anything.
  while (order.size() < specs.size()) {
    size_t next = 0;
    while (next < specs.size() &&
           (placed[next] ||
            !std::all_of(dependencies[next].begin(), dependencies[next].end(),
                         [&](size_t i) { return placed[i]; }))) {
      ++next;
    }
    if (next == specs.size()) return CircleError(specs, dependencies, placed);
    placed[next] = true;
    order.push_back(next);
  }
  return order;
}

}  // namespace admf
