#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/component.h"
#include "containers/component_scope.h"
#include "containers/container_state.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"
#include "containers/shared_services.h"
#include "containers/workflow_scope.h"

namespace admf {

/// What isolates one workflow from all others: components of its own, and a
/// WorkflowScope of its own with event bus, random numbers, scratch folder and
/// memory budget. One container serves one workflow after the other; between
/// them, Reset leaves nothing.
///
///   call        from         by way of     to
///   Initialize  CREATED      INITIALIZING  INITIALIZED  makes the components
///   Start       INITIALIZED  STARTING      RUNNING      makes the scope
///   Stop        RUNNING      STOPPING      STOPPED      ends all work
///   Reset       STOPPED      -             INITIALIZED  ends the scope
///   Dispose     any          -             DISPOSED     ends everything
///
/// A call in any other state, or while another thread's call is under way, is
/// FAILED_PRECONDITION and changes nothing. If a call itself fails, the state
/// is FAILED, in which no component is running and only Dispose is left.
///
/// Thread-safe. Components are called by the thread that calls the container,
/// without a lock held; they must not make these calls.
class UniversalScopedContainer {
 public:
  struct Options {
    /// Type of workflow it serves, for messages and pooling.
    std::string type = {};
    std::vector<ComponentSpec> components = {};
    /// Not owned, outlives the container.
    FileSystem* file_system = nullptr;
    /// Folder for scratch folders; exists.
    std::string scratch_root = {};
    std::shared_ptr<const SharedServices> services = nullptr;
  };
  /// INVALID_ARGUMENT if the components can't be put in order.
  static absl::StatusOr<std::unique_ptr<UniversalScopedContainer>> Create(
      Options options);

  /// Disposes.
  ~UniversalScopedContainer();
  UniversalScopedContainer(const UniversalScopedContainer&) = delete;
  UniversalScopedContainer& operator=(const UniversalScopedContainer&) = delete;

  /// Makes the components, each after those it depends on. If one fails, those
  /// that were made are destroyed.
  absl::Status Initialize();

  /// Makes the scope of the workflow and starts the components in order. If one
  /// fails, those that were started are stopped, in reverse.
  absl::Status Start(WorkflowAssignment assignment);

  /// Stops the components in reverse, all of them even if one fails; the error
  /// is the first one's. The scope stays until Reset.
  absl::Status Stop();

  /// Resets the components in reverse and takes the scope away.
  absl::Status Reset();

  /// Stops what is running, destroys the components in reverse and removes the
  /// scratch folder. Waits for another thread's call to end. Everything is
  /// tried and the state is DISPOSED in any case; an error is the first thing
  /// that failed. Idempotent: once more tries again to remove a scratch folder
  /// that could not be removed.
  absl::Status Dispose();

  const std::string& type() const { return options_.type; }
  ContainerState state() const;

  /// The scope of the workflow it works for; nullptr before Start and after
  /// Reset. Who keeps it longer than that keeps nothing but memory alive.
  std::shared_ptr<WorkflowScope> workflow() const;

  /// A component; valid until Dispose. NOT_FOUND if there is no such component
  /// or it has not been made, INVALID_ARGUMENT if it is not a `T`.
  template <typename T>
  absl::StatusOr<T*> Get(std::string_view name) const {
    absl::StatusOr<Component*> component = Find(name);
    if (!component.ok()) return component.status();
    return ComponentAs<T>(*component, name);
  }

 private:
  struct NamedComponent {
    std::string name;
    std::unique_ptr<Component> component;
  };

  UniversalScopedContainer(Options options, std::vector<size_t> start_order);

  // One row of the table above: checks the state, does the work and sets the
  // state that comes of it.
  absl::Status Call(std::string_view name, ContainerState from,
                    ContainerState by_way_of, ContainerState to,
                    absl::FunctionRef<absl::Status()> work);
  void EndCall(ContainerState state);

  absl::Status CreateComponents();
  absl::Status StartComponents(WorkflowAssignment assignment);
  // Stops the first `count` components, in reverse.
  absl::Status StopComponents(size_t count);
  absl::Status ResetComponents();
  void DestroyComponents();
  // Takes the scope away once its scratch folder is gone.
  absl::Status EndWorkflow();

  absl::StatusOr<Component*> Find(std::string_view name) const;

  const Options options_;
  const std::vector<size_t> start_order_;

  // In the order of starting. Only touched by the thread whose call is under
  // way.
  std::vector<NamedComponent> components_;

  mutable Mutex mutex_;
  CondVar call_ended_;

  ContainerState state_ ABSL_GUARDED_BY(mutex_) = ContainerState::kCreated;
  // The thread whose call is under way.
  std::optional<std::thread::id> caller_ ABSL_GUARDED_BY(mutex_);
  // What Get sees.
  ComponentsByName by_name_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<WorkflowScope> workflow_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
