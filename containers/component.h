#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/workflow_scope.h"

namespace admf {

class ComponentScope;

/// A part of a container. Its container calls, from one thread at a time:
///
///   create -> (Start -> Stop -> Reset)* -> destructor
///
/// A component whose Start failed is not stopped: it has cleaned up itself. One
/// that was started is always stopped, but Reset is left out when the container
/// is not used again. Exceptions are turned into errors.
class Component {
 public:
  virtual ~Component() = default;

  /// Begins to work for a workflow. Components that it depends on have been
  /// started. Subscribe to events here. `workflow` is valid until Reset or the
  /// destructor.
  virtual absl::Status Start(WorkflowScope& workflow) = 0;

  /// Ends all work: afterwards none of its threads, tasks or handlers run.
  /// Components that depend on it have been stopped. What it computed stays.
  virtual absl::Status Stop() = 0;

  /// Forgets everything of the workflow, so that the next one meets it as if
  /// it were new. After an error the container is never used again.
  virtual absl::Status Reset() = 0;
};

/// How to make a component.
struct ComponentSpec {
  /// Unique in its container.
  std::string name = {};
  /// Names of components that are created and started before this one, and
  /// stopped after it; the only ones it can get.
  std::vector<std::string> depends_on = {};
  /// Makes it; `scope` is valid during the call only. Must not return nullptr.
  std::function<absl::StatusOr<std::unique_ptr<Component>>(
      const ComponentScope& scope)>
      create = nullptr;
};

}  // namespace admf
