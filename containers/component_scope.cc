#include "containers/component_scope.h"

#include <algorithm>

namespace admf {

absl::StatusOr<Component*> ComponentScope::Find(std::string_view name) const {
  const auto found = created_.find(name);
  const bool depends =
      std::find(spec_.depends_on.begin(), spec_.depends_on.end(), name) !=
      spec_.depends_on.end();
  // What is listed has been made before, so it can only be missing if it is
  // not listed; what is there without being listed may be missing next time.
  if (found == created_.end()) {
    return absl::NotFoundError(absl::StrCat(
        "component '", spec_.name, "' asks for '", std::string(name),
        "', which has not been made; its depends_on must list it"));
  }
  if (!depends) {
    return absl::InvalidArgumentError(absl::StrCat(
        "component '", spec_.name, "' asks for '", std::string(name),
        "', which its depends_on does not list"));
  }
  return found->second;
}

}  // namespace admf
