#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "containers/platform/clock.h"
#include "containers/platform/executor.h"
#include "containers/platform/timer_queue.h"
#include "coordinator/journal.h"
#include "coordinator/log.h"
#include "managers/artifact_store.h"

namespace admf {

/// Removes what is kept no longer: finished workflows beyond the retention
/// policy, a few at a time, and then the artifacts that no workflow has any
/// more.
///
/// Thread-safe. Works on the executor, off the way of those who wait.
class Housekeeper {
 public:
  /// All pointers outlive it; the timers end before it, and the executor's
  /// tasks, too.
  struct Options {
    RetentionPolicy policy;
    absl::Duration interval = absl::Minutes(1);
    /// No workflow runs longer, so what was put before that long is either in
    /// the journal or not needed.
    absl::Duration max_workflow_time = absl::Hours(24);
    Journal* journal = nullptr;
    ArtifactStore* artifacts = nullptr;
    Executor* executor = nullptr;
    TimerQueue* timers = nullptr;
    const Clock* clock = nullptr;
    Log* log = nullptr;
  };
  explicit Housekeeper(const Options& options) : options_(options) {}

  /// Begins: once with what a crash has left behind, and then, if the policy
  /// does not keep everything, again and again with what it does not keep.
  void Start();

 private:
  /// Workflows that go in one write.
  static constexpr int kBatch = 100;

  void RemoveLeftovers(absl::Time start);
  absl::StatusOr<int64_t> RemoveUnusedArtifacts(absl::Time since);
  void ScheduleNext();
  void RemoveWorkflows(int64_t removed_before);
  void RemoveArtifacts(int64_t workflows);
  void Report(const std::string& what, const absl::Status& status);

  const Options options_;
};

}  // namespace admf
