#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/event_bus.h"
#include "containers/memory_budget.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"
#include "containers/shared_services.h"
#include "engine/base/random.h"

namespace admf {

/// Which workflow a container works for.
struct WorkflowAssignment {
  /// Letters, digits, `-` and `_`; 1 to 128 of them.
  std::string workflow_id = {};
  /// Of all random numbers of the workflow.
  uint64_t seed = 0;
  int64_t memory_limit_bytes = 0;
};

/// All that belongs to one workflow inside its container: its identity, its
/// event bus, its random numbers, its scratch folder, its memory budget. It is
/// made when a container starts and gone when it is reset or disposed, so a
/// pooled container can't carry any of it over: what a straggler of the old
/// workflow still holds is the old scope, never the new one's.
///
/// Thread-safe.
class WorkflowScope {
 public:
  /// Every scratch folder's name starts with this.
  static constexpr char kScratchPrefix[] = "workflow-";

  /// INVALID_ARGUMENT for a bad assignment.
  /// @param file_system  not owned, outlives the scope
  /// @param scratch_root exists
  static absl::StatusOr<std::unique_ptr<WorkflowScope>> Create(
      WorkflowAssignment assignment, FileSystem* file_system,
      const std::string& scratch_root,
      std::shared_ptr<const SharedServices> services);

  WorkflowScope(const WorkflowScope&) = delete;
  WorkflowScope& operator=(const WorkflowScope&) = delete;

  const std::string& workflow_id() const { return assignment_.workflow_id; }
  uint64_t seed() const { return assignment_.seed; }
  EventBus& events() { return events_; }
  MemoryBudget& memory() { return memory_; }
  const SharedServices& services() const { return *services_; }

  /// Path of a folder for this workflow alone,
  /// `SCRATCH_ROOT/workflow-ID-XXXXXX`, removed with all that is in it after
  /// the workflow. Made, empty, by the first call: most workflows need none,
  /// and a folder costs milliseconds on a busy disk. Errors of the file system;
  /// FAILED_PRECONDITION once the workflow has ended.
  absl::StatusOr<std::string> ScratchFolder();

  /// One of the workflow's independent streams of random numbers, from its
  /// beginning: the same stream number always gives the same numbers. Who
  /// draws from which stream is the manager's to say.
  Random MakeRandom(uint64_t stream) const {
    return Random(assignment_.seed, stream);
  }

  /// Ends the workflow: removes the scratch folder, if there is one, and makes
  /// none any more. Idempotent; on an error it can be tried again.
  absl::Status RemoveScratchFolder();

 private:
  WorkflowScope(WorkflowAssignment assignment, FileSystem* file_system,
                std::string scratch_root,
                std::shared_ptr<const SharedServices> services);

  const WorkflowAssignment assignment_;
  FileSystem* const file_system_;
  const std::string scratch_root_;
  const std::shared_ptr<const SharedServices> services_;

  // Thread-safe themselves.
  EventBus events_;
  MemoryBudget memory_;

  // Held while the folder is made or removed, so that both happen once.
  Mutex scratch_mutex_;
  // Empty if there is none.
  std::string scratch_folder_ ABSL_GUARDED_BY(scratch_mutex_);
  bool ended_ ABSL_GUARDED_BY(scratch_mutex_) = false;
};

}  // namespace admf
