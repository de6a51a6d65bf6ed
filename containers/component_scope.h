#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <typeinfo>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "containers/component.h"
#include "containers/shared_services.h"

namespace admf {

/// The components of a container, by name. Not owned.
using ComponentsByName = std::map<std::string, Component*, std::less<>>;

/// `component` as a `T`. INVALID_ARGUMENT if it is something else.
template <typename T>
absl::StatusOr<T*> ComponentAs(Component* component, std::string_view name) {
  T* const typed = dynamic_cast<T*>(component);
  if (typed == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        "component '", std::string(name), "' is not a ", typeid(T).name()));
  }
  return typed;
}

/// What a component gets when it is made: what it depends on and what all
/// workflows share. Nothing of a workflow, as it outlives them.
///
/// Used by one thread, during one call of ComponentSpec::create.
class ComponentScope {
 public:
  /// All by reference; they outlive the scope.
  ComponentScope(const ComponentSpec& spec, const ComponentsByName& created,
                 const SharedServices& services)
      : spec_(spec), created_(created), services_(services) {}

  /// Name of the component that is being made.
  const std::string& name() const { return spec_.name; }
  const SharedServices& services() const { return services_; }

  /// A component that this one depends on; lives as long as the container.
  /// NOT_FOUND if there is no such component, INVALID_ARGUMENT if the one that
  /// is being made does not list it in `depends_on` or it is not a `T`.
  template <typename T>
  absl::StatusOr<T*> Get(std::string_view name) const {
    absl::StatusOr<Component*> component = Find(name);
    if (!component.ok()) return component.status();
    return ComponentAs<T>(*component, name);
  }

 private:
  absl::StatusOr<Component*> Find(std::string_view name) const;

  const ComponentSpec& spec_;
  const ComponentsByName& created_;
  const SharedServices& services_;
};

}  // namespace admf
