#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "coordinator/journal.h"
#include "managers/phase_checkpoints.h"

namespace admf {

/// The checkpoints of one try of a phase, in the journal. Thread-safe.
class JournalCheckpoints : public PhaseCheckpoints {
 public:
  /// Entries that may wait for the disk before Save waits, too.
  static constexpr int kMaxUncommitted = 1024;
  /// The same in bytes, of which a single entry may be more. What waits is
  /// written before a cancellation is, so it must not take long.
  static constexpr size_t kMaxUncommittedBytes = 2 << 20;
  /// What ForEach reads at once, rounded up to an entry.
  static constexpr size_t kPageBytes = 1 << 20;

  /// `journal` outlives it. `stop` ends a Save that waits.
  JournalCheckpoints(std::string workflow_id, admf::v1::WorkflowPhase phase,
                     Journal* journal, std::stop_token stop);

  absl::Status Save(std::string key, std::string value) override;
  absl::Status ForEach(Visit visit) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Load()
      override;

 private:
  struct Uncommitted;

  const std::string workflow_id_;
  const admf::v1::WorkflowPhase phase_;
  Journal* const journal_;
  const std::stop_token stop_;
  /// Shared with the journal's callbacks, which may come later.
  const std::shared_ptr<Uncommitted> uncommitted_;
};

}  // namespace admf
