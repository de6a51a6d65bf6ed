#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/component.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"
#include "containers/shared_services.h"
#include "containers/universal_scoped_container.h"
#include "containers/workflow_scope.h"

namespace admf {

class ContainerLifecycleManager;

/// A running container that someone has the use of. Giving it back, or
/// destroying the lease, ends the container's work on every path.
///
/// Not thread-safe; movable. Must not outlive the manager.
class ContainerLease {
 public:
  ContainerLease() = default;
  ContainerLease(ContainerLease&& other) noexcept;
  ContainerLease& operator=(ContainerLease&& other) noexcept;
  /// Releases.
  ~ContainerLease();

  /// Whether there is a container; false once it was given back.
  explicit operator bool() const { return manager_ != nullptr; }
  UniversalScopedContainer* operator->() const { return container_.get(); }
  UniversalScopedContainer& operator*() const { return *container_; }

  /// Stops and resets the container, as far as that has not been done, and
  /// pools it for the next workflow of its type; disposes of it if one of these
  /// fails or the pool is full. The error says what failed; the container is
  /// given back in any case. Idempotent.
  absl::Status Release();

  /// Stops and disposes of the container, for a workflow after which it should
  /// not be used again. Idempotent, as Release.
  absl::Status Dispose();

 private:
  friend class ContainerLifecycleManager;
  ContainerLease(ContainerLifecycleManager* manager, uint64_t slot)
      : manager_(manager), slot_(slot) {}

  // nullptr once it was given back.
  ContainerLifecycleManager* manager_ = nullptr;
  uint64_t slot_ = 0;
  std::unique_ptr<UniversalScopedContainer> container_;
};

/// Makes containers, hands them out running, takes them back, and keeps a few
/// of each type for the next workflow, which saves making their components.
///
/// Thread-safe. Containers are started, stopped and disposed of by the calling
/// thread, without a lock held.
class ContainerLifecycleManager {
 public:
  struct Options {
    /// Not owned, outlives the manager.
    FileSystem* file_system = nullptr;
    /// Folder for scratch folders, of this manager alone; made if need be.
    std::string scratch_root = {};
    /// Containers at the most, pooled ones included; at least 1.
    int max_containers = 64;
    /// Containers of one type that wait for the next workflow; 0 pools none.
    int max_pooled_per_type = 8;
    /// What all workflows share; null is the same as empty.
    std::shared_ptr<const SharedServices> services = nullptr;
  };

  /// What the manager has done and has, all of one moment.
  struct Statistics {
    int64_t created = 0;
    int64_t reused = 0;
    int64_t disposed = 0;
    /// Containers of which start, stop, reset or dispose failed.
    int64_t failed = 0;
    int leased = 0;
    int pooled = 0;
  };

  /// Removes the scratch folders that a daemon which crashed has left.
  /// INVALID_ARGUMENT for bad options; errors of the file system.
  static absl::StatusOr<std::unique_ptr<ContainerLifecycleManager>> Create(
      Options options);

  /// Disposes of the pooled containers. There must be no lease any more.
  ~ContainerLifecycleManager();
  ContainerLifecycleManager(const ContainerLifecycleManager&) = delete;
  ContainerLifecycleManager& operator=(const ContainerLifecycleManager&) =
      delete;

  /// A running container for a workflow: a pooled one of that type, or a new
  /// one. Equal types must have equal components. RESOURCE_EXHAUSTED if
  /// `max_containers` are leased; pooled ones of other types make room, the one
  /// that has waited longest first. Errors of initialising and starting; the
  /// container is disposed of then.
  absl::StatusOr<ContainerLease> CreateAndStart(
      const std::string& type, const std::vector<ComponentSpec>& components,
      WorkflowAssignment assignment);

  /// Disposes of all pooled containers, such as at the end of a drain. The
  /// first error, after all were tried.
  absl::Status DisposePooled();

  Statistics statistics() const;

 private:
  friend class ContainerLease;

  explicit ContainerLifecycleManager(Options options);

  // A slot for one more container, with a pooled one of `type` if there is one.
  absl::StatusOr<ContainerLease> TakeSlot(const std::string& type);
  // The last one of `type` that was pooled; nullptr if there is none.
  std::unique_ptr<UniversalScopedContainer> TakePooled(std::string_view type)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Puts the container into the pool; false, and nothing done, if it is full.
  bool Pool(std::unique_ptr<UniversalScopedContainer>* container)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends a lease. `container` may be null.
  absl::Status TakeBack(uint64_t slot,
                        std::unique_ptr<UniversalScopedContainer> container,
                        bool reuse);
  absl::Status DisposeOf(std::unique_ptr<UniversalScopedContainer> container);

  const Options options_;

  mutable Mutex mutex_;

  // One for each lease, and for what is being made or disposed of for one.
  std::set<uint64_t> slots_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_slot_ ABSL_GUARDED_BY(mutex_) = 0;
  // Initialised containers without a workflow, the longest waiting first.
  std::deque<std::unique_ptr<UniversalScopedContainer>> pool_
      ABSL_GUARDED_BY(mutex_);
  // Only its counters of the past; the rest is computed.
  Statistics past_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
